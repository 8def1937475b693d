/**
 * `orrery/testing` for TypeScript elsewhere: what `src/testing.ts` exports, by itself, so that nobody's compiler reads our sources.
 * `test/replay/testing.test.ts` holds it against them.
 */
export interface RecordedEntry {
  readonly seq: number
  readonly id: string | null
  /** The entry as the journal has it, a line of JSON. */
  readonly body: string
  /** Where it stands in its file. */
  readonly line: number
  /** What it came to when it was recorded, a line of JSON; null: nobody wrote it down. */
  readonly then: string | null
}

/** The log of one actor. */
export interface Recorded {
  /** As `agent/0-0001`. */
  readonly address: string
  /** The state before the first entry; null: the log begins with the actor. */
  readonly base: object | null
  readonly redacted: boolean
  readonly entries: ReadonlyArray<RecordedEntry>
}

/** The logs of one file. */
export type Bundle = ReadonlyArray<Recorded>

/** A log that was loaded, or where it lies: a file, or a directory of them. */
export type Log = Bundle | string | URL

/** The file is no log, is not whole or was changed, or cannot be read: `message` names file and line. */
export interface LogInvalid extends Error {
  readonly _tag: "LogInvalid"
}
export const LogInvalid: new (...of: ReadonlyArray<never>) => LogInvalid

/** A guard that says otherwise today than it did when the log was recorded. */
export interface Flip {
  readonly guard: string
  readonly edge: string
  readonly then: boolean
  readonly now: boolean
  readonly parts: Readonly<Record<string, boolean>>
}

export interface Change {
  /** As `context.inbox[0].text`. */
  readonly path: string
  /** Undefined: it was not there. */
  readonly then: unknown
  /** Undefined: it is not there. */
  readonly now: unknown
}

/** Today's code does otherwise than the code that wrote the log. */
export interface Diverged {
  readonly type: "diverged"
  readonly seq: number
  /** Null, as are `at` and `event`: it is the state before the first entry that today's chart does not have. */
  readonly line: number | null
  /** In ms since 1970. */
  readonly at: number | null
  readonly event: { readonly type: string; readonly [field: string]: unknown } | null
  /** `state`: it leads elsewhere; `effects`: it leads there and asks for something else; `chart`: it breaks. */
  readonly what: "state" | "effects" | "chart"
  /** False: the log does not say what it came to then, so it may also be that its text was changed. */
  readonly certain: boolean
  readonly reason: string
  readonly edges: { readonly then: ReadonlyArray<string> | null; readonly now: ReadonlyArray<string> }
  readonly guards: ReadonlyArray<Flip>
  readonly changes: ReadonlyArray<Change>
}

/** The file does not hold together: no code could replay it. */
export interface Broken {
  readonly type: "broken"
  readonly seq: number
  readonly line: number | null
  readonly reason: string
}

/** It was written by an Orrery newer than this one. */
export interface Unknown {
  readonly type: "unknown"
  readonly seq: number
  readonly line: number | null
  readonly reason: string
}

export type Trouble = Diverged | Broken | Unknown

export interface Said {
  readonly channel: string
  /** The agent; null: the bot itself. */
  readonly brain: string | null
  readonly text: string
}

export interface Outcomes {
  /** In the order in which Discord had them. */
  readonly messages: ReadonlyArray<Said>
  readonly tokens: { readonly input: number; readonly output: number }
  /** Where each actor stands at the end, by its address. */
  readonly states: Readonly<Record<string, unknown>>
}

export interface Replay extends Outcomes {
  /** Whether all entries of all logs led where they led, and the file is a consistent cut. */
  readonly ok: boolean
  /** Entries that were equal. */
  readonly entries: number
  /** The first trouble of each log that has one. */
  readonly troubles: ReadonlyArray<Trouble & { readonly address: string }>
  /** All of it in words. */
  readonly report: string
}

/** @throws LogInvalid when the file is no log, is not whole, or was changed. */
export function load(file: string | URL): Promise<Bundle>

/** Steps a log through the code that is imported, and says what came of it. @throws LogInvalid */
export function replay(log: Log): Promise<Replay>

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Replays a log, a file or a directory: every entry leads where it led when it was recorded. */
    toReplay: () => Promise<void>
  }
}
