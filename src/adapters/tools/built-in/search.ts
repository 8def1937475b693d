/** Finds what was said in the channel where the agent was asked, and nowhere else: who asked may read all of it. */
import { Effect, Schema } from "effect"
import { named, Roster } from "../../../actors/performing/roster.ts"
import { Voice } from "../../../actors/performing/voice.ts"
import type { Line } from "../../../machines/values.ts"
import { search as find } from "../../routing/full-text.ts"
import { builtIn, later } from "./built-in.ts"

/** As many as Discord gives at once. https://discord.com/developers/docs/resources/message#get-channel-messages */
const recent = 100
/** Of one line, in characters. */
const longest = 400

const lineOf = ({ author, text, at }: Line): string => {
  const said = text.replace(/\s+/g, " ")
  const short = said.length > longest ? `${said.slice(0, longest).toWellFormed()}…` : said
  return `${new Date(at).toISOString().slice(0, 16)}Z ${author}: ${short}`
}

export const search = builtIn({
  name: "search",
  description: `Finds messages of this channel by their words, among the last ${recent}. The best match comes first.`,
  input: Schema.Struct({
    words: Schema.String.check(Schema.isPattern(/\S/), Schema.isMaxLength(200)).annotate({
      description: "Words of what is looked for; any of them may stand in a message",
    }),
    most: Schema.optionalKey(
      Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 20 })).annotate({
        description: "How many messages at most; left out: 10",
      }),
    ),
  }),
  harmless: true,
  repeatable: true,
  doing: "searching the channel…",
  run: ({ words, most = 10 }, { turn }) =>
    Effect.gen(function* () {
      const { id, channel } = turn.message
      const lines = yield* (yield* Voice).connect(channel, recent)
      const others = named(lines, yield* Roster).filter((line) => line.id !== id)
      const found = find(others, ({ author, text }) => `${author} ${text}`, words, most)
      return found.length === 0
        ? `None of the last ${others.length} messages here holds these words.`
        : found.map(lineOf).join("\n")
    }).pipe(Effect.catchTag("VoiceFailed", ({ reason }) => Effect.fail(later(reason)))),
})
