/** What the channel knows: finds it, and adds to it in the name of who asked. */
import { Effect, Schema } from "effect"
import { Mail } from "../../../actors/mail.ts"
import { recall } from "../../../actors/performing/recall.ts"
import { address } from "../../../machines/address.ts"
import { factAtMost, fits, isLabelled, labelAtMost, type Known } from "../../../machines/memory/knowledge.ts"
import { Fact, originOf, Person } from "../../../machines/values.ts"
import { search as find } from "../../routing/full-text.ts"
import { builtIn, fix, later } from "./built-in.ts"

const factsAtMost = 10

const Kept = Schema.Struct({
  facts: Schema.Array(Schema.Struct({ ...Fact.fields, by: Person, at: Schema.Number })),
})

export const knowledgeSearch = builtIn({
  name: "knowledge.search",
  description: "Finds what the people of this channel have laid down for everybody here, by its words.",
  input: Schema.Struct({
    words: Schema.String.check(Schema.isPattern(/\S/), Schema.isMaxLength(200)).annotate({
      description: "Words of what is looked for; any of them may stand in it",
    }),
  }),
  harmless: true,
  repeatable: true,
  doing: "looking up what the channel knows…",
  run: ({ words }, { turn }) =>
    Effect.map(recall(turn), ({ knowledge }) => {
      const found = find(knowledge, ({ label, text }) => `${label} ${text}`, words, factsAtMost)
      return found.length === 0
        ? `Of the ${knowledge.length} things that this channel knows none holds these words.`
        : found.map(({ label, text }) => `${label}: ${text}`).join("\n")
    }),
})

const oneLine = (text: string): string => text.trim().replace(/\s+/g, " ")

/** As `/knowledge set` has it: what another person set is theirs to change. */
const mayNote = (facts: ReadonlyArray<Known>, fact: Fact, by: Person) => {
  const known = facts.find(isLabelled(fact.label))
  if (known !== undefined && known.by.id !== by.id)
    return Effect.fail(
      fix(`“${known.label}” was set by ${known.by.name}, who alone changes it: take another label`),
    )
  return fits(facts, fact)
    ? Effect.void
    : Effect.fail(
        fix("this channel knows as much as it may: somebody has to make room with /knowledge forget"),
      )
}

export const knowledgeNote = builtIn({
  name: "knowledge.note",
  description:
    "Lays down something that every agent of this channel shall know from now on, under a label; what stood there is replaced.",
  input: Schema.Struct({
    label: Schema.String.check(Schema.isPattern(/\S/), Schema.isMaxLength(labelAtMost)).annotate({
      description: "What it is about, in a word or two",
    }),
    text: Schema.String.check(Schema.isPattern(/\S/), Schema.isMaxLength(factAtMost)).annotate({
      description: "What they shall know, in a sentence",
    }),
  }),
  harmless: false,
  repeatable: true,
  doing: "noting it for the channel…",
  run: ({ label, text }, { key, turn: { message } }) =>
    Effect.gen(function* () {
      const mail = yield* Mail
      const place = address("knowledge", message.channel)
      const { facts } = yield* Schema.decodeUnknownEffect(Kept)((yield* mail.peek(place)).context)
      const fact = { label: oneLine(label), text: text.trim() }
      yield* mayNote(facts, fact, message.author)
      const event = { type: "LEARN", ...fact, by: message.author } as const
      yield* mail.tell(place, { id: `tool:${key}`, cause: originOf(message), event })
      return `Noted: every agent here knows now ${fact.label}: ${fact.text}`
    }).pipe(
      Effect.catchTags({
        ActorUnavailable: () => Effect.fail(later("what the channel knows cannot be reached now")),
        MailboxFull: () => Effect.fail(later("what the channel knows cannot be reached now")),
        Poisoned: () => Effect.fail(fix("this could not be taken")),
        SchemaError: () => Effect.fail(later("what the channel knows cannot be read now")),
      }),
    ),
})
