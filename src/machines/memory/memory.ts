/**
 * Blocks of memory under the hands of several: agents and their user may write into one at the same time, and nothing that
 * anybody wrote is lost. A change that was made from an older text is merged line by line; where both changed the same lines,
 * what stands there stays, and what came later is kept in the block's past, from where a person can take it.
 */
import type { Edit, Editor } from "./edit.ts"
import type { ConstellationEvent, Timed } from "../events.ts"
import { merged } from "./merge.ts"
import { own, type Block } from "../values.ts"

/** Texts that are kept of a block's past, and characters of all of them in one constellation. */
export const pastsAtMost = 10
export const pastAtMost = 16_000

/**
 * What became of a change: it holds (`taken`, `merged` with another, `restored` from the past), or does not, since others
 * changed the same lines (`conflict`), it does not fit into the block (`full`), or agents may not write there (`readOnly`).
 */
export type Outcome = "taken" | "merged" | "restored" | "conflict" | "full" | "readOnly"

/** A text that is not in the block: what stood there before a change that holds, or what a change wanted that does not. */
export interface Past {
  /** Grows by one with each of the block's. */
  readonly id: number
  /** The version that the change led to; null: it does not hold. */
  readonly version: number | null
  readonly came: Outcome
  readonly by: Editor
  readonly at: number
  readonly text: string
}

/** What is known of a block beside what it says. */
export interface History {
  /** Grows by one with each change that holds. */
  readonly version: number
  readonly ids: number
  /** Oldest first. */
  readonly past: ReadonlyArray<Past>
}

export interface Memory {
  readonly memory: ReadonlyArray<Block>
  /** By `keyOf`; of blocks that were never changed there is none. */
  readonly records: Readonly<Record<string, History>>
}

/** Which block, within one constellation. */
export type Which = Pick<Block, "label" | "agent">

const blank: History = { version: 0, ids: 0, past: [] }

/** Labels hold no line break. */
export const keyOf = ({ label, agent }: Which): string => (agent === null ? label : `${label}\n${agent}`)

const recordOf = ({ records }: Memory, which: Which): History => own(records, keyOf(which)) ?? blank

export const versionOf = (memory: Memory, which: Which): number => recordOf(memory, which).version
export const pastOf = (memory: Memory, which: Which): ReadonlyArray<Past> => recordOf(memory, which).past

const isOf =
  (which: Which) =>
  ({ label, agent }: Which): boolean =>
    label === which.label && agent === which.agent

/** The blocks that an agent reads: those that all share, and its own. */
export const readBy = <B extends Which>(blocks: ReadonlyArray<B>, brain: string): ReadonlyArray<B> =>
  blocks.filter(({ agent }) => agent === null || agent === brain)

/** The text as it would be, and what becomes of it by that; null: nothing changes. */
const wanted = (
  { value }: Block,
  { version, past }: History,
  edit: Edit,
): { readonly text: string; readonly came: Outcome } | null => {
  switch (edit.tool) {
    case "append": {
      const line = edit.text.trim()
      if (line === "" || value.split("\n").includes(line)) return null
      return { text: value.trim() === "" ? line : `${value}\n${line}`, came: "taken" }
    }
    case "replace":
      if (edit.old === "" || !value.includes(edit.old)) return { text: edit.text, came: "conflict" }
      return { text: value.replace(edit.old, () => edit.text), came: "taken" }
    case "write": {
      if (edit.version === version) return { text: edit.text, came: "taken" }
      const base = past.find((it) => it.version === edit.version + 1)?.text
      const both = base === undefined ? null : merged(base, value, edit.text)
      return both === null ? { text: edit.text, came: "conflict" } : { text: both, came: "merged" }
    }
  }
}

const holds = (came: Outcome): boolean => came === "taken" || came === "merged" || came === "restored"

/** Makes a change, or keeps what it wanted. */
export const edit = (memory: Memory, by: Editor, at: number, change: Edit): Memory => {
  const block = memory.memory.find(isOf(change))
  if (block === undefined) return memory
  const want = wanted(block, recordOf(memory, change), change)
  if (want === null || (holds(want.came) && want.text === block.value)) return memory
  return put(memory, block, { ...want, came: refusal(block, by, want.text) ?? want.came, by, at })
}

const refusal = ({ readOnly, limit }: Block, by: Editor, text: string): Outcome | null => {
  if (readOnly && "agent" in by) return "readOnly"
  return text.length > limit ? "full" : null
}

/** A text of the past stands again: the one with this id, or, for null, what stood there before the last change. */
export const restore = (memory: Memory, which: Which, id: number | null, by: Editor, at: number): Memory => {
  const block = memory.memory.find(isOf(which))
  const { version, past } = recordOf(memory, which)
  const found = past.find((it) => (id === null ? it.version === version : it.id === id))
  if (block === undefined || found === undefined || found.text === block.value) return memory
  if (found.text.length > block.limit) return memory
  return put(memory, block, { text: found.text, came: "restored", by, at })
}

/** What an event changes in it. */
export const changed = ({ memory, records }: Memory, event: Timed<ConstellationEvent>): Partial<Memory> => {
  const now: Memory = { memory, records }
  if (event.type === "RESTORE") return restore(now, event, event.past, event.by, event.at)
  return event.type === "EDIT"
    ? event.edits.reduce((all, one) => edit(all, event.by, event.at, one), now)
    : {}
}

const put = (
  memory: Memory,
  block: Block,
  { text, came, by, at }: Pick<Past, "text" | "came" | "by" | "at">,
): Memory => {
  const { version, ids, past } = recordOf(memory, block)
  const isIn = holds(came)
  const next = isIn ? version + 1 : version
  const entry: Past = {
    id: ids + 1,
    version: isIn ? next : null,
    came,
    by,
    at,
    text: isIn ? block.value : text,
  }
  const record = { version: next, ids: ids + 1, past: [...past, entry].slice(-pastsAtMost) }
  return {
    memory: isIn ? memory.memory.map((it) => (it === block ? { ...block, value: text } : it)) : memory.memory,
    records: bounded({ ...memory.records, [keyOf(block)]: record }),
  }
}

const sizeOf = (records: Memory["records"]): number =>
  Object.values(records).reduce((sum, { past }) => past.reduce((all, { text }) => all + text.length, sum), 0)

/** The oldest texts of all blocks go first. */
const bounded = (records: Memory["records"]): Memory["records"] => {
  let kept = records
  for (let size = sizeOf(kept); size > pastAtMost; size = sizeOf(kept)) {
    const [key, record] = Object.entries(kept)
      .filter(([, { past }]) => past.length > 0)
      .toSorted(([, a], [, b]) => a.past[0]!.at - b.past[0]!.at)[0]!
    kept = { ...kept, [key]: { ...record, past: record.past.slice(1) } }
  }
  return kept
}
