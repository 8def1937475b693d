/** A permit as people see it: what an agent wants to do, word for word, and what they can say to it. */
import type { Params } from "../effects.ts"
import { argumentOf } from "../tools/permissions.ts"
import type { Button } from "../values.ts"
import { exactly, type Outcome, type Permit, type Wish } from "./asking.ts"

/** Of an input, in characters: what is left out of it is told. */
const headShown = 700
const tailShown = 300

const nameLimit = 32
const shortName = (name: string): string => {
  const line = name.replace(/[\s*_`~|\\<>]+/g, " ").trim()
  return line.length <= nameLimit ? line : `${line.slice(0, nameLimit).toWellFormed()}…`
}

/** Characters that nobody sees, or that turn what is read around: an input must not look like another. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const visible = (text: string): string =>
  text.replace(unseen, (one) =>
    one === "\n" || one === "\t" ? one : `\\u{${one.codePointAt(0)!.toString(16)}}`,
  )

/** The middle goes, and it is said how much of it. */
const clipped = (text: string): string => {
  if (text.length <= headShown + tailShown) return text
  const left = text.length - headShown - tailShown
  return [
    text.slice(0, headShown).toWellFormed(),
    `[… ${left.toLocaleString("en-US")} characters more …]`,
    text.slice(-tailShown).toWellFormed(),
  ].join("\n")
}

/** The one text of a tool that takes no more than that; else its input as JSON, a line for each part. */
const wordsOf = ({ use }: Wish): string => {
  try {
    const input: unknown = JSON.parse(use.input)
    const argument = argumentOf(input)
    return argument.startsWith("{") ? JSON.stringify(input, null, 2) : argument
  } catch {
    return use.input
  }
}

/** In a block where nothing is markup, and which nothing inside of it ends. */
const block = (text: string): string =>
  `\`\`\`\n${clipped(visible(text).replaceAll("``", "`\u200b`"))}\n\`\`\``

const code = (tool: string): string => `\`${visible(tool).replaceAll("`", "'")}\``

const input = (wish: Wish): ReadonlyArray<string> => {
  const words = wordsOf(wish)
  return words.trim() === "" ? [] : [block(words)]
}

const scopeOf = ({ wish, wide }: Permit): string =>
  wide ? `every use of ${code(wish!.use.tool)}` : "this very call"

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

const question = (permit: Permit, { use }: Wish): ReadonlyArray<string> => [
  use.harmless ? "It only looks something up." : "It may change something outside of this channel.",
  exactly(use) === null
    ? `What is remembered holds for ${scopeOf(permit)}.`
    : `What is remembered holds for **${scopeOf(permit)}**.`,
  `-# **${shortName(permit.by!.name)}** decides, or who may manage messages here. Without an answer it is not done: <t:${Math.ceil(permit.until / 1000)}:R>.`,
]

export const textOf = (permit: Permit): string => {
  const wish = permit.wish!
  const { outcome } = permit
  const shown = input(wish)
  const wants = outcome === null ? "wants" : "wanted"
  return [
    `${wants} to use ${code(wish.use.tool)}${shown.length === 0 ? "." : " with"}`,
    ...shown,
    ...(outcome === null ? question(permit, wish) : [decision(permit, outcome)]),
  ].join("\n")
}

const toolLimit = 40

export const buttonsOf = ({ wish, wide, outcome }: Permit): ReadonlyArray<Button> => {
  if (wish === null || outcome !== null) return []
  const { tool } = wish.use
  const name = tool.length <= toolLimit ? tool : `${tool.slice(0, toolLimit)}…`
  return [
    { id: "once", label: "Once", style: "success" },
    { id: "here", label: "For this conversation", style: "success" },
    ...(wish.guild === null ? [] : [{ id: "server", label: "In this server", style: "success" } as const]),
    { id: "always", label: "Always for me", style: "success" },
    { id: "no", label: "No", style: "danger" },
    { id: "never", label: "Never", style: "danger" },
    ...(exactly(wish.use) === null
      ? []
      : [
          {
            id: "scope",
            label: wide ? "Remember this very call only" : `Remember for every ${name}`,
            style: "secondary",
          } as const,
        ]),
  ]
}

/** The board of a permit that was asked for. */
export const face = (permit: Permit): Params<"Show"> => ({
  channel: permit.wish!.channel,
  message: permit.board.message,
  about: permit.wish!.brain,
  text: textOf(permit),
  buttons: buttonsOf(permit),
})
