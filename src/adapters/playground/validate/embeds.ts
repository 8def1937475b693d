/** Embeds: https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
import { Schema } from "effect"
import { integer, lengthOf, list, maybe, rule, text } from "./form.ts"

/** Characters that all embeds of a message may hold together. */
const TOTAL = 6000

const url = Schema.String.check(
  rule<string>("URL_TYPE_INVALID_URL", "Not a well formed URL.", (value) =>
    /^(https?|attachment):\/\/./.test(value),
  ),
)

const Embed = Schema.Struct({
  title: maybe(text(0, 256)),
  description: maybe(text(0, 4096)),
  url: maybe(url),
  timestamp: maybe(
    Schema.String.check(
      rule<string>(
        "DATE_TIME_TYPE_PARSE",
        "Could not parse the date.",
        (value) => !Number.isNaN(Date.parse(value)),
      ),
    ),
  ),
  color: maybe(integer(0, 0xffffff)),
  footer: maybe(Schema.Struct({ text: text(1, 2048), icon_url: maybe(url) })),
  image: maybe(Schema.Struct({ url })),
  thumbnail: maybe(Schema.Struct({ url })),
  author: maybe(Schema.Struct({ name: text(1, 256), url: maybe(url), icon_url: maybe(url) })),
  fields: maybe(
    list(Schema.Struct({ name: text(1, 256), value: text(1, 1024), inline: maybe(Schema.Boolean) }), 0, 25),
  ),
})
type Embed = typeof Embed.Type

const size = (embed: Embed): number =>
  [
    embed.title,
    embed.description,
    embed.footer?.text,
    embed.author?.name,
    ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
  ].reduce<number>((sum, part) => sum + lengthOf(part ?? ""), 0)

export const Embeds = list(Embed, 0, 10).check(
  rule(
    "MAX_EMBED_SIZE_EXCEEDED",
    `Embed size exceeds maximum size of ${TOTAL}`,
    (embeds) => embeds.reduce((sum, embed) => sum + size(embed), 0) <= TOTAL,
  ),
)
