/** A permit as people see it: what an agent wants to do, word for word, and what they can say to it. */
import type { Params } from "../effects.ts"
import type { Button } from "../values.ts"
import { buttonOf } from "./answer.ts"
import { isWide } from "./asking.ts"
import { exactly } from "./exactly.ts"
import type { Outcome, Permit, Wish } from "./kept.ts"
import { inputsOf, shownOf, visible } from "./shown.ts"

const nameLimit = 32
const shortName = (name: string): string => {
  const line = name.replace(/[\s*_`~|\\<>]+/g, " ").trim()
  return line.length <= nameLimit ? line : `${line.slice(0, nameLimit).toWellFormed()}…`
}

const code = (tool: string): string => `\`${visible(tool).replaceAll("`", "'")}\``

const scopeOf = ({ wishes, wide }: Permit): string =>
  wide
    ? `every use of ${code(wishes[0]!.use.tool)}`
    : wishes.length === 1
      ? "this very call"
      : "these very calls"

/** For whom it is remembered. */
const reached = ({ by, reach }: Pick<Permit, "by"> & Pick<Outcome, "reach">): string => {
  const person = `**${shortName(by!.name)}**`
  switch (reach) {
    case "person":
      return `from now on, for ${person}`
    case "person-here":
      return `from now on, for ${person} in this conversation`
    case "here":
      return "from now on, for everybody in this conversation"
    case "server":
      return "from now on, for everybody in this server"
    case null:
      return "this once"
  }
}

const decision = (permit: Permit, { verdict, by, why, reach }: Outcome): string => {
  if (by === null) return `⏹️ Not done: ${why}.`
  const how =
    reach === null
      ? reached({ by: permit.by, reach })
      : `${reached({ by: permit.by, reach })}: ${scopeOf(permit)}`
  const who = `**${shortName(by.name)}**`
  return verdict === "allow"
    ? `✅ ${who} allowed it, ${how}.`
    : reach === null
      ? `🚫 ${who} said no.`
      : `🚫 ${who} forbade it, ${how}.`
}

const question = (permit: Permit, shown: ReadonlyArray<Wish>): ReadonlyArray<string> => {
  const scope = scopeOf({ ...permit, wishes: shown, wide: isWide(permit) })
  return [
    ...(shown.length > 1 ? [`What you say counts for **all ${shown.length}**.`] : []),
    shown.every(({ use }) => use.harmless)
      ? "It only looks something up."
      : "It may change something outside of this channel.",
    `What is remembered holds for ${mayChoose(shown) ? `**${scope}**` : scope}.`,
    `-# **${shortName(permit.by!.name)}** decides, or who may manage messages here. Without an answer it is not done: <t:${Math.ceil(permit.until / 1000)}:R>.`,
  ]
}

/** What is remembered can be about these calls alone. */
const mayChoose = (shown: ReadonlyArray<Wish>): boolean => shown.every(({ use }) => exactly(use) !== null)

const times = (count: number): string => (count === 1 ? "" : count === 2 ? " twice" : ` ${count} times`)

export const textOf = (permit: Permit): string => {
  const { wishes, outcome } = permit
  const shown = shownOf(wishes)
  const inputs = inputsOf(shown)
  const more = wishes.length - shown.length
  const wants = outcome === null ? "wants" : "wanted"
  const count = outcome === null ? shown.length : wishes.length
  return [
    `${wants} to use ${code(wishes[0]!.use.tool)}${times(count)}${inputs.length === 0 ? "." : " with"}`,
    ...inputs,
    ...(more === 0
      ? []
      : [outcome === null ? `${more} more wait, and are asked about next.` : `and ${more} more`]),
    ...(outcome === null ? question(permit, shown) : [decision(permit, outcome)]),
  ].join("\n")
}

const toolLimit = 40

export const buttonsOf = (permit: Permit): ReadonlyArray<Button> => {
  const shown = shownOf(permit.wishes)
  const last = shown.at(-1)
  if (last === undefined || permit.outcome !== null) return []
  const wide = isWide(permit)
  const { tool } = last.use
  const name = tool.length <= toolLimit ? tool : `${tool.slice(0, toolLimit)}…`
  const says = (what: string, label: string, style: Button["style"]): Button => ({
    id: buttonOf(what, last.n, wide),
    label,
    style,
  })
  const these = shown.length === 1 ? "this very call" : "these very calls"
  return [
    says("once", "Once", "success"),
    says("here", "For this conversation", "success"),
    ...(last.guild === null ? [] : [says("server", "In this server", "success")]),
    says("always", "Always for me", "success"),
    says("no", "No", "danger"),
    says("never", "Never", "danger"),
    ...(mayChoose(shown)
      ? [says("scope", wide ? `Remember ${these} only` : `Remember for every ${name}`, "secondary")]
      : []),
  ]
}

/** The board of a permit that was asked for. */
export const face = (permit: Permit): Params<"Show"> => ({
  channel: permit.wishes[0]!.channel,
  message: permit.board.message,
  about: permit.wishes[0]!.brain,
  text: textOf(permit),
  buttons: buttonsOf(permit),
})
