/** What somebody asks to be remembered, as a change to memory: into a block that all agents share and may write. Pure. */
import type { Prompt } from "../../../actors/performing/model.ts"
import type { Edit } from "../../../machines/memory/edit.ts"
import type { Block } from "../../../machines/values.ts"
import { toRemember, type Said } from "./said.ts"

/** Before what is to be kept: `hello Writer, …`. */
const greeting = /^(?:hi|hello|hey|good (?:morning|evening))\b[^,.!:]{0,40}[,.!:]\s*/i

/** Sentences that are kept of one message. */
export const keptAtMost = 3

/** The block of the user, if there is one. */
const blockFor = (memory: ReadonlyArray<Block>): Block | undefined => {
  const open = memory.filter(({ readOnly, agent }) => !readOnly && agent === null)
  return open.find(({ label }) => /^(user|human|about me)$/i.test(label)) ?? open[0]
}

/** Null: there is no block for it, or no room in it. */
export const keep = ({ memory }: Pick<Prompt, "memory">, said: ReadonlyArray<Said>): Edit | null => {
  const block = blockFor(memory)
  const text = said
    .filter(({ stems }) => stems.size > 0)
    .slice(0, keptAtMost)
    .map((it) => it.text.replace(greeting, "").replace(toRemember, ""))
    .join("\n")
  if (block === undefined || text === "" || block.value.length + 1 + text.length > block.limit) return null
  return { tool: "append", label: block.label, agent: null, text }
}
