/** Who may decide what a permit asks, and for whom what they say is remembered. */
import { address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { Rule } from "../tools/permissions.ts"
import { readButton, type Press } from "./answer.ts"
import { exactly } from "./exactly.ts"
import type { Permit, Reach } from "./kept.ts"

const isAsker = ({ by }: Pick<Permit, "by">, press: Press): boolean => press.by.id === by?.id

/** Why somebody may not press a button, as a sentence for them; null: they may. */
export const refusalOf = (permit: Pick<Permit, "by">, press: Press): string | null => {
  const asker = permit.by?.name ?? "who asked"
  const { manages, managesServer = false } = press
  const { what } = readButton(press)
  if (what === "always" && !isAsker(permit, press))
    return `“Always for me” is for **${asker}** to say, whose message the agent answers.`
  if (what === "server" && !managesServer)
    return "Only who may manage this server can say that for all of it."
  return isAsker(permit, press) || manages || managesServer
    ? null
    : `That is for **${asker}** to decide, whose message the agent answers, or for who may manage messages here.`
}

/** What one's own word reaches: another's reaches everybody, as far as they manage it. Null: it counts this once. */
export const reachOf = (permit: Pick<Permit, "by">, press: Press): Reach | null => {
  const managesHere = press.manages || press.managesServer === true
  switch (readButton(press).what) {
    case "here":
      return managesHere ? "here" : "person-here"
    case "server":
      return "server"
    case "always":
      return "person"
    case "never":
      return isAsker(permit, press) ? "person" : press.managesServer ? "server" : "here"
    default:
      return null
  }
}

/** What is remembered: a rule for each call, or one for every use of the tool. */
export const rulingsOf = ({ wishes, by, wide, outcome }: Permit): ReadonlyArray<Params<"Tell">> => {
  const [first] = wishes
  const { reach = null, verdict, by: said } = outcome ?? {}
  if (first === undefined || by === null || verdict === undefined || !said || reach === null) return []
  const { brain, channel, guild } = first
  const to =
    reach === "person" || reach === "person-here"
      ? address("constellation", by.id)
      : address("guild", guild ?? channel)
  const place = reach === "person-here" || reach === "here" ? channel : null
  const patterns = new Set(wide ? [first.use.tool] : wishes.map(({ use }) => exactly(use) ?? use.tool))
  return [...patterns].map((pattern) => {
    const rule: Rule = { verdict, pattern, agent: brain }
    return { to, event: { type: "RULE", rule, channel: place, by: said } }
  })
}
