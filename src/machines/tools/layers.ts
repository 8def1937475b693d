/**
 * What decides where several have laid something down: the operator, a server, somebody for a conversation, a person for
 * themselves. Within each, the most specific rule decides, as in `permissions.ts`. Between them a no of anybody's stands:
 * what is remembered answers where the operator asks, and never overrules what they deny.
 */
import { permissions, type Call, type Decide, type Decision, type Rule } from "./permissions.ts"
import type { Ruling } from "./ruling.ts"

export type Whose = "operator" | "server" | "conversation" | "person"

export interface Judgement extends Decision {
  /** Whose rule decided; null: none did. */
  readonly whose: Whose | null
}

/** Rules of one, ready to decide. */
export interface Layer {
  readonly whose: Whose
  readonly decide: Decide
}

export const layer = (whose: Whose, rules: ReadonlyArray<Rule>): Layer => ({
  whose,
  decide: permissions(rules),
})

/** Rulings as layers: those that hold everywhere, and those of each conversation, read once. */
export const remembered = (
  whose: "server" | "person",
  rulings: ReadonlyArray<Ruling>,
): ((channel: string) => ReadonlyArray<Layer>) => {
  const named: Readonly<Record<typeof whose, Whose>> = { server: "conversation", person: "person" }
  const byChannel = new Map(
    [...Map.groupBy(rulings, ({ channel }) => channel)].map(([channel, its]) => [
      channel,
      layer(
        channel === null ? whose : named[whose],
        its.map(({ rule }) => rule),
      ),
    ]),
  )
  return (channel) => [null, channel].flatMap((place) => byChannel.get(place) ?? [])
}

/** `harmless`: it changes nothing anywhere, and is asked about only where a rule says so. */
export const judge = (
  operator: Layer,
  others: ReadonlyArray<Layer>,
  call: Call,
  harmless: boolean,
): Judgement => {
  const [first, ...rest] = [operator, ...others].map(({ whose, decide }) => ({ whose, ...decide(call) }))
  const said = [first!, ...rest].filter(({ rule }) => rule !== null)
  const decisive =
    said.find(({ verdict }) => verdict === "deny") ??
    said.find(({ whose, verdict }) => whose !== "operator" && verdict === "allow") ??
    said[0]
  return decisive ?? { verdict: harmless ? "allow" : "ask", rule: null, whose: null }
}
