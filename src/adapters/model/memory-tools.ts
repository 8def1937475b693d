/**
 * The tools by which an agent edits memory: `memory.append` and `memory.replace`, under names that all providers take. Nothing is
 * changed here: what the agent wants goes out with its answer, and the constellation decides.
 */
import { tool, type ToolSet } from "ai"
import { z } from "zod"
import { longestText, type Edit } from "../../machines/memory/edit.ts"
import type { Block } from "../../machines/values.ts"

export interface Toolbox {
  readonly tools: ToolSet
  /** What was wanted so far, in order. */
  readonly edits: () => ReadonlyArray<Edit>
}

/** Changes that one answer may make. */
const editsAtMost = 8

const text = z.string().max(longestText)
const label = z.string().describe("The label of the block of memory")

/** Undefined: there is no block that the agent may write. `memory` are the blocks that it reads. */
export const memoryTools = (memory: ReadonlyArray<Block>): Toolbox | undefined => {
  if (memory.every(({ readOnly }) => readOnly)) return undefined
  const edits: Array<Edit> = []
  const now = new Map(memory.map((block) => [block, block.value]))

  /** An agent's own block comes before the one that all share. */
  const blockOf = (label: string): Block | undefined => {
    const named = memory.filter((block) => block.label === label)
    return named.find(({ agent }) => agent !== null) ?? named[0]
  }

  const write = (label: string, change: (before: string, block: Block) => Edit | string): string => {
    const block = blockOf(label)
    if (block === undefined)
      return `No block is called ${label}. There are: ${memory.map((it) => it.label).join(", ")}.`
    if (block.readOnly) return `${label} may only be read.`
    if (edits.length >= editsAtMost) return "That is enough for one answer."
    const before = now.get(block) ?? ""
    const edit = change(before, block)
    if (typeof edit === "string") return edit
    const after = edit.tool === "append" ? appended(before, edit.text) : replaced(before, edit)
    if (after.length > block.limit)
      return `That is too long: ${label} holds ${before.length} of ${block.limit} characters. Replace what counts less.`
    now.set(block, after)
    edits.push(edit)
    return `Done: ${label} holds ${after.length} of ${block.limit} characters.`
  }

  const of = ({ label, agent }: Block) => ({ label, agent })

  return {
    edits: () => edits,
    tools: {
      memory_append: tool({
        description:
          "Adds a line to a block of memory. For what will matter in later talks: who the user is, what they want, what was decided.",
        inputSchema: z.object({ label, text: text.min(1).describe("One short line") }),
        execute: ({ label, text }) => write(label, (_, block) => ({ tool: "append", ...of(block), text })),
      }),
      memory_replace: tool({
        description: "Puts other words in the place of some in a block of memory, when they hold no more.",
        inputSchema: z.object({
          label,
          old: text.min(1).describe("Words as they stand in the block, enough to be found once"),
          text: text.describe("What stands there instead; empty to take them out"),
        }),
        execute: ({ label, old, text }) =>
          write(label, (before, block) =>
            before.includes(old)
              ? { tool: "replace", ...of(block), old, text }
              : `${label} does not hold these words.`,
          ),
      }),
    },
  }
}

const appended = (before: string, line: string): string => (before === "" ? line : `${before}\n${line}`)

const replaced = (before: string, edit: Edit): string =>
  edit.tool === "replace" ? before.replace(edit.old, () => edit.text) : before
