/** `/agents list`: what there is to tell of each agent of the team; and `enable`, `disable`, `deprecate`: how it stands. */
import type { AutocompleteInteraction, ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { costIn, rowOf, stateIn, successIn, type Row } from "../../brains/inventory.ts"
import { Lineup } from "../../brains/lineup.ts"
import { enrolledAs, stand, standsNow } from "../../brains/standing.ts"
import { mayManage } from "./agents-may.ts"
import { personOf } from "./command.ts"
import { ago, cut } from "./looked.ts"
import { CommandRefused } from "./refused.ts"

/** Where commands are answered without files behind the team, they say so. */
export const lineupHere = Effect.flatMap(Effect.serviceOption(Lineup), (lineup) =>
  lineup._tag === "Some"
    ? Effect.succeed(lineup.value)
    : Effect.fail(new CommandRefused({ sentence: "There is no team here that could change." })),
)

/** Of the 6,000 characters that the embeds of a message may hold together. */
const room = 5500
/** Fields of an embed. https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const most = 25

const fieldOf = (row: Row) => ({
  name: cut(`${row.name} · ${stateIn(row)}`, 256),
  value: cut(
    [
      row.role,
      [`Tools: ${row.tools.join(", ") || "none"}`, `Tier: ${row.tier}`].join(" · "),
      row.last === null
        ? "Not used yet"
        : [`Last used ${ago(row.last)}`, `answered ${successIn(row)}`, `cost ${costIn(row)}`].join(" · "),
    ].join("\n"),
    1024,
  ),
})

export const inventory = Effect.gen(function* () {
  const all = (yield* lineupHere).all().map((one) => fieldOf(rowOf(one)))
  let used = 0
  const fields = all.slice(0, most).filter(({ name, value }) => (used += name.length + value.length) < room)
  const more = all.length - fields.length
  return {
    embeds: [
      {
        title: "The agents of the team",
        description: "Counted over all servers; `answered` is of what ended and nobody stopped.",
        fields,
        ...(more === 0 ? {} : { footer: { text: `and ${more} more: orrery agents list shows all` } }),
      },
    ],
  }
})

export const standAs = Effect.fnUntraced(function* (
  interaction: ChatInputCommandInteraction,
  what: "enable" | "disable" | "deprecate",
) {
  const { options, id: request } = interaction
  const lineup = yield* lineupHere
  const wish = {
    what,
    agent: options.getString("agent", true),
    successor: options.getString("successor"),
    by: personOf(interaction),
    request,
  }
  const now = yield* stand(wish).pipe(
    Effect.provideService(Lineup, lineup),
    Effect.mapError(({ message }) => new CommandRefused({ sentence: message })),
  )
  const successor = now.successor && (enrolledAs(now.successor, lineup.all())?.brain.name ?? now.successor)
  return { content: standsNow(now, successor) }
})

/** Those that it can be done to; for a successor, those that answer. */
export const choicesInTeam = (typed: string, interaction: AutocompleteInteraction) =>
  Effect.gen(function* () {
    yield* mayManage(interaction)
    const wants = interaction.options.getSubcommand(false)
    const isSuccessor = interaction.options.getFocused(true).name === "successor"
    const sought = typed.trim().toLowerCase()
    return (yield* lineupHere)
      .all()
      .filter(({ standing, part }) =>
        isSuccessor
          ? standing === "active" && part !== "manager"
          : (standing === "active") !== (wants === "enable"),
      )
      .filter(({ brain }) => `${brain.id} ${brain.name}`.toLowerCase().includes(sought))
      .map(({ brain, standing }) => ({ name: cut(`${brain.name} (${standing})`, 100), value: brain.id }))
  })
