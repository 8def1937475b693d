/** Partners: people whose constellation the operator has laid out. */
import type { Partner } from "../../actors/constellations/partners.ts"
import { name, snowflake, text, yesOrNo } from "./kinds.ts"
import { part, required, table, tables, type Values } from "./tree.ts"

const user = table(
  "A person whose constellation is laid out here.",
  {
    discord_id: required(
      snowflake("in Discord: Settings, Advanced, Developer Mode, then right-click the person"),
      {
        does: "The person's id in Discord.",
        example: '"549170854458687509"',
      },
    ),
    name: required(text(80), { does: "What the person is called here.", example: '"primary_partner"' }),
    auto_initialize: part(yesOrNo, {
      does: "Whether the constellation is made when Orrery starts; otherwise with the person's first word.",
      standard: false,
    }),
    template: part(name, { does: "The template it is made from.", standard: "default" }),
  },
  { live: true },
)

/** What the file says under `[partners]`. */
export const partners = table(
  "People whose constellations are laid out here.",
  { users: tables(user, 10_000) },
  { live: true },
)

export type Written = Values<(typeof partners)["keys"]>

export const partnersOf = ({ users }: Written): ReadonlyArray<Partner> =>
  users.map(({ discord_id, name, auto_initialize, template }) => ({
    discordId: discord_id,
    name,
    autoInitialize: auto_initialize,
    template,
  }))
