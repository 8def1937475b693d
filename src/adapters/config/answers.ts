/** How answers are shown while they are written, how many are asked for at once, and what tokens cost. */
import { draftPolicy, type DraftPolicy } from "../../actors/performing/drafting.ts"
import { decimal, duration, text, whole, yesOrNo } from "./kinds.ts"
import { key, required, table, type AnyKey, type Values } from "./tree.ts"

const live = { live: true }

export const answers = table(
  "How long answers are shown while they are written.",
  {
    stream: key(yesOrNo, {
      does: "Whether a draft of a long answer stands in the channel until it is done.",
      standard: draftPolicy.stream,
      env: "ORRERY_ANSWERS_STREAM",
    }),
    stream_after: key(duration("0 s", "10 min"), {
      does: "Not before the model has been asked for so long,",
      standard: draftPolicy.after,
      env: "ORRERY_ANSWERS_STREAM_AFTER",
    }),
    stream_from: key(whole(1, 100_000, "characters"), {
      does: "and not before the answer has so many characters.",
      standard: draftPolicy.from,
      env: "ORRERY_ANSWERS_STREAM_FROM",
    }),
    stream_every: key(duration("1 s", "1 min"), {
      does: "How often drafts change in a channel, all that are written there together: Discord lets a message be changed five times in five seconds.",
      standard: draftPolicy.every,
      env: "ORRERY_ANSWERS_STREAM_EVERY",
    }),
  },
  live,
)

export const draftsOf = (said: Values<(typeof answers)["keys"]>): DraftPolicy => ({
  stream: said.stream,
  after: said.stream_after,
  from: said.stream_from,
  every: said.stream_every,
})

export const atOnce = key(whole(1, 10_000), {
  does: "Calls of one model that are under way at once, in each process; others wait, the manager's and those for who was called by name first.",
  standard: 20,
  env: "ORRERY_MODEL_AT_ONCE",
})

const perMillion = (of: string) =>
  required(decimal(0, 1_000_000), {
    does: `What a million tokens of ${of} cost, in any currency.`,
    example: "0.4",
  })

export const price = table(
  "What a model costs, for “Why did X answer?”.",
  {
    model: required(text(200), { does: "The model, as it is called above.", example: '"gpt-6-luna"' }),
    input: perMillion("questions"),
    output: perMillion("answers"),
  },
  live,
)

export type Price = Values<(typeof price)["keys"]>

/** These wait for the next start, whatever the others of their table do. */
export const fixed = <const K extends Readonly<Record<string, AnyKey>>>(keys: K): K =>
  Object.fromEntries(Object.entries(keys).map(([name, node]) => [name, { ...node, fixed: true }])) as K
