/** How answers are shown while they are written, how many are asked for at once, and what tokens cost. */
import { draftPolicy, type DraftPolicy } from "../../actors/performing/drafting.ts"
import {
  contextChoices,
  type ContextChoice,
  type ManagerAsked,
  type Terms,
} from "../../actors/performing/model-terms.ts"
import { decimal, duration, oneOf, text, whole, yesOrNo } from "./kinds.ts"
import { key, part, required, table, type AnyKey, type Values } from "./tree.ts"

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

export const limitKeys = {
  requests_per_minute: key(whole(1, 10_000_000), {
    does: "Calls of one model in a minute, all runners of a Redis together; what comes too early waits for at most 20 s, then the fallbacks are asked.",
    standard: null,
    without: "as many as the provider takes",
    example: "500",
    env: "ORRERY_MODEL_REQUESTS_PER_MINUTE",
  }),
  tokens_per_minute: key(whole(1, 1_000_000_000, "tokens"), {
    does: "Tokens of questions and answers of one model in a minute, likewise: estimated before a call, put right after it.",
    standard: null,
    without: "as many as the provider takes",
    example: "200000",
    env: "ORRERY_MODEL_TOKENS_PER_MINUTE",
  }),
}

const limitHeld = (of: string, example: string) =>
  part(whole(1, 1_000_000_000), {
    does: `${of} of this model in a minute, in the place of those of all models.`,
    standard: null,
    without: "as many as the provider takes",
    example,
  })

export const limit = table(
  "What a provider lets us ask of a model.",
  {
    model: required(text(200), { does: "The model, as it is called above.", example: '"gpt-6-luna"' }),
    requests_per_minute: limitHeld("Calls", "500"),
    tokens_per_minute: limitHeld("Tokens", "200000"),
  },
  live,
)

export type WrittenLimit = Values<(typeof limit)["keys"]>

/** What the operator says of models. */
export const modelTermsOf = (
  said: {
    readonly at_once: number
    readonly context: ContextChoice
    readonly manager: ManagerAsked
    readonly requests_per_minute: number | null
    readonly tokens_per_minute: number | null
  },
  written: {
    readonly prices: ReadonlyArray<Price>
    readonly limits?: ReadonlyArray<WrittenLimit>
  },
): Terms => ({
  atOnce: said.at_once,
  context: said.context,
  manager: said.manager,
  prices: written.prices,
  limit: { requests: said.requests_per_minute, tokens: said.tokens_per_minute },
  limits: (written.limits ?? []).map(({ model, requests_per_minute, tokens_per_minute }) => ({
    model,
    requests: requests_per_minute,
    tokens: tokens_per_minute,
  })),
})

export const context = key(oneOf(...contextChoices), {
  does: "What agents are sent for an answer: what has to do with the message (chosen), or, to compare, the newest lines and all of the session, whole (plain).",
  standard: "chosen",
  env: "ORRERY_MODEL_CONTEXT",
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
