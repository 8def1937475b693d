/** `/agents team`: who is here, what each does, and which words call them. */
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import type { Brain } from "../../../machines/agent/brain.ts"

/** Of the 6,000 characters that the embeds of a message may hold together. */
const room = 5500
/** Fields of an embed. https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const most = 25

export const teamList = Effect.gen(function* () {
  const { agents, lead } = yield* Roster
  const all = agents.map((brain) => fieldOf(brain, brain.id === lead.id))
  const fields = all
    .slice(0, most)
    .filter(
      (_, index) =>
        all.slice(0, index + 1).reduce((sum, field) => sum + field.name.length + field.value.length, 0) <
        room,
    )
  const more = all.length - fields.length
  return {
    embeds: [
      {
        title: "The team",
        description: "Mention one (`@Name`), use a word that calls one, or `/ask`.",
        fields,
        ...(more === 0 ? {} : { footer: { text: `and ${more} more: /ask finds them by name` } }),
      },
    ],
  }
})

const fieldOf = ({ name, role, triggers, tier }: Brain, leads: boolean) => ({
  name: `${name}${leads ? " (lead)" : ""}`.slice(0, 256),
  value: [
    role,
    ...(triggers.length === 0 ? [] : [`Words: ${triggers.map((word) => `\`${word}\``).join(", ")}`]),
    `Tier: ${tier}`,
  ]
    .join("\n")
    .slice(0, 1024),
})
