/** Somebody's blocks of memory, as commands read them, and what people call them. */
import { Effect, Schema } from "effect"
import { address } from "../../../machines/address.ts"
import type { Brain } from "../../../machines/agent/brain.ts"
import { Editor } from "../../../machines/memory/edit.ts"
import { Block } from "../../../machines/values.ts"
import { cut, lookAt } from "./looked.ts"
import { CommandRefused } from "./refused.ts"

const Past = Schema.Struct({
  id: Schema.Int,
  version: Schema.NullOr(Schema.Int),
  came: Schema.Literals(["taken", "merged", "restored", "conflict", "full", "readOnly"]),
  by: Editor,
  at: Schema.Number,
  text: Schema.String,
})

const Kept = Schema.Struct({
  memory: Schema.Array(Block),
  records: Schema.Record(
    Schema.String,
    Schema.Struct({ version: Schema.Int, ids: Schema.Int, past: Schema.Array(Past) }),
  ),
})
export type Kept = typeof Kept.Type

export const keptOf = ({ user }: { readonly user: { readonly id: string } }) =>
  lookAt(address("constellation", user.id), Kept, "what is in your memory")

/** `project`, `notes of Writer`. */
export const titleOf = (
  { label, agent }: Pick<Block, "label" | "agent">,
  agents: ReadonlyArray<Pick<Brain, "id" | "name">>,
): string => (agent === null ? label : `${label} of ${agents.find(({ id }) => id === agent)?.name ?? agent}`)

/** The block that is called so, in any case. */
export const blockNamed = Effect.fnUntraced(function* (
  title: string,
  { memory }: Kept,
  agents: ReadonlyArray<Pick<Brain, "id" | "name">>,
) {
  const typed = title.trim().toLowerCase()
  const found = memory.find((block) => titleOf(block, agents).toLowerCase() === typed)
  if (found !== undefined) return found
  return yield* new CommandRefused({
    sentence:
      memory.length === 0
        ? "Nothing is kept of you yet: your memory begins when an agent first answers you."
        : cut(
            `Your memory has no block “${cut(title, 60)}”. There are: ${memory.map((block) => titleOf(block, agents)).join(", ")}.`,
            1900,
          ),
  })
})
