/** The tools port: what agents can use. Interrupting a call cancels it. */
import { Context, Effect, Schema } from "effect"
import type { Brain } from "../../machines/agent/brain.ts"
import type { Turn, Usage } from "../../machines/values.ts"
import type { Mail } from "../mail.ts"
import type { Model } from "./model.ts"
import type { Roster } from "./roster.ts"
import type { Tool } from "./tool.ts"
import type { Voice } from "./voice.ts"

export type { Tool } from "./tool.ts"

export interface ToolCall {
  /** The same for every attempt, whichever process makes it. */
  readonly key: string
  readonly tool: string
  readonly input: unknown
  readonly turn: Turn
  readonly brain: Brain
  /** Hears how far it is, in words for people. */
  readonly progress?: (text: string) => void
  /** Hears what a model was asked for on the way, so that budgets count it: `ask` is a call of the model's. */
  readonly spent?: (usage: Usage) => void
}

/** The call came to nothing. `reason` is one line for the model and for people, without secrets. */
export class ToolFailed extends Schema.TaggedError<ToolFailed>()("ToolFailed", {
  reason: Schema.String,
  /** `retry`: later it may work; `fix`: another input may; `stop`: the tool is not there. */
  remedy: Schema.Literals(["retry", "fix", "stop"]),
}) {}

/** How a server of tools is. Times in ms since 1970. */
export interface ToolServer {
  readonly name: string
  readonly state: "connecting" | "ready" | "away" | "off"
  readonly tools: number
  readonly since: number
  /** Why it is not ready. */
  readonly why: string | null
  readonly underWay: number
  /** Since the start, and those of them that came to nothing. */
  readonly calls: number
  readonly failures: number
}

/** What is built in, by the names under which it stands, as if they were servers. */
export const builtInTools = {
  ask: ["ask"],
  knowledge: ["knowledge.note", "knowledge.search"],
  search: ["search"],
  time: ["time"],
} as const satisfies Readonly<Record<string, ReadonlyArray<string>>>
export const builtInNames = Object.keys(builtInTools) as ReadonlyArray<keyof typeof builtInTools>
export const isBuiltIn = (server: string): boolean => builtInNames.some((name) => name === server)

/** What tools that are built in need of Orrery. */
export type Hands = Mail | Model | Roster | Voice

/** Left out of a runtime: there are no tools. */
export const Tools = Context.Reference<{
  /** Those that this brain may be offered here, in a steady order: a prompt that begins alike is cached by providers. */
  readonly offered: (turn: Turn, brain: Brain) => Effect.Effect<ReadonlyArray<Tool>>
  /** Ends within the tool's time-out; the text is what it said. */
  readonly use: (call: ToolCall) => Effect.Effect<string, ToolFailed, Hands>
  readonly servers: () => ReadonlyArray<ToolServer>
  /** All that can be used at this moment, by whomever; nothing is connected for it. */
  readonly known: () => ReadonlyArray<Tool>
}>("orrery/actors/Tools", {
  defaultValue: () => ({
    offered: () => Effect.succeed([]),
    use: ({ tool }) =>
      Effect.fail(new ToolFailed({ reason: `there is no tool called ${tool}`, remedy: "stop" })),
    servers: () => [],
    known: () => [],
  }),
})
