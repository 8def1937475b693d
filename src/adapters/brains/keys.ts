/** The keys of a brain's front matter: what each may hold, in a schema for the machine and in words for who writes it. */
import { Effect, Schema } from "effect"
import { Language, Standing, Tier } from "../../machines/agent/brain.ts"
import { Purpose } from "../../machines/pool/keep-alive.ts"
import { bounds } from "../../machines/conversation/settings.ts"

const text = (longest: number) =>
  Schema.String.pipe(Schema.check(Schema.isPattern(/\S/), Schema.isMaxCodePoints(longest)))

const list = (longest: number, each: number) =>
  Schema.Array(text(each)).pipe(Schema.check(Schema.isMaxLength(longest)))

/** Discord refuses these in the name of a webhook's message. https://discord.com/developers/docs/resources/webhook#create-webhook */
const name = text(80).pipe(Schema.check(Schema.isPattern(/^(?!.*(clyde|discord))/is)))

const Avatar = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^https:\/\/[^\s/]+\/\S*$/), Schema.isMaxLength(2048)),
)

const orElse = <A>(value: A) => Effect.succeed(value)

/** Front matter as decoded: everything but `name` and `role` has a default. */
export const FrontMatter = Schema.Struct({
  name,
  role: text(300),
  triggers: list(64, 64).pipe(Schema.withDecodingDefaultKey(orElse([]))),
  expertise: list(64, 64).pipe(Schema.withDecodingDefaultKey(orElse([]))),
  language: Language.pipe(Schema.withDecodingDefaultKey(orElse("en" as const))),
  autoRespond: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(orElse(false))),
  context: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: bounds.lent[1] }))),
  lead: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(orElse(false))),
  maxTokens: Schema.Int.pipe(
    Schema.check(Schema.isBetween({ minimum: 16, maximum: 8192 })),
    Schema.withDecodingDefaultKey(orElse(400)),
  ),
  contextTokens: Schema.optionalKey(
    Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1000, maximum: 1_000_000 }))),
  ),
  temperature: Schema.Finite.pipe(
    Schema.check(Schema.isBetween({ minimum: 0, maximum: 2 })),
    Schema.withDecodingDefaultKey(orElse(0.5)),
  ),
  tools: list(32, 64).pipe(Schema.withDecodingDefaultKey(orElse([]))),
  purpose: Schema.optionalKey(Purpose),
  tier: Tier.pipe(Schema.withDecodingDefaultKey(orElse("standard" as const))),
  state: Schema.optionalKey(Standing),
  successor: Schema.optionalKey(
    Schema.String.pipe(Schema.check(Schema.isPattern(/^[a-z0-9-]{1,32}$/))),
  ),
  avatar: Schema.NullOr(Avatar).pipe(Schema.withDecodingDefaultKey(orElse(null))),
})
export type FrontMatter = typeof FrontMatter.Type

export type Key = keyof typeof FrontMatter.fields

/** What to write instead, for each key that can be wrong. */
export const expectations: Record<Key, { readonly expected: string; readonly example: string }> = {
  name: { expected: 'a text of 1 to 80 characters without "clyde" or "discord"', example: "name: Writer" },
  role: {
    expected: "a text of 1 to 300 characters",
    example: "role: Turns rough notes into clear text",
  },
  triggers: {
    expected: "a list of at most 64 words or phrases of 1 to 64 characters",
    example: 'triggers: [draft, headline, "blog post"]',
  },
  expertise: {
    expected: "a list of at most 64 words or phrases of 1 to 64 characters",
    example: "expertise: [grammar, spelling, cover letters]",
  },
  language: { expected: `one of ${Language.literals.join(", ")}`, example: "language: de" },
  autoRespond: { expected: "true or false", example: "autoRespond: false" },
  context: { expected: `a whole number from 0 to ${bounds.lent[1]}`, example: "context: 6" },
  lead: { expected: "true or false", example: "lead: true" },
  maxTokens: { expected: "a whole number from 16 to 8192", example: "maxTokens: 400" },
  contextTokens: {
    expected: "a whole number from 1000 to 1000000, or nothing for 32000, 16000 or 8000 by the tier",
    example: "contextTokens: 12000",
  },
  temperature: { expected: "a number from 0 to 2", example: "temperature: 0.5" },
  tools: { expected: "a list of at most 32 names", example: "tools: [search]" },
  purpose: { expected: `one of ${Purpose.literals.join(", ")}`, example: "purpose: ai_companion" },
  tier: { expected: "premium, standard or lite", example: "tier: standard" },
  state: { expected: "active, planned, disabled or deprecated", example: "state: planned" },
  successor: {
    expected: "the name of a file of the team without .md",
    example: "successor: writer",
  },
  avatar: {
    expected: "an https address of a picture, or nothing for a drawn one",
    example: "avatar: https://example.org/writer.png",
  },
}

/** Decodes the front matter, and reports every key that is wrong or unknown, not the first alone. */
export const decodeFrontMatter = Schema.decodeUnknownResult(FrontMatter, {
  errors: "all",
  onExcessProperty: "error",
})
