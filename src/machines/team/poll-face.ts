/** A vote as people see it: one message, with a bar for each option. */
import type { Params } from "../effects.ts"
import type { Button } from "../values.ts"
import type { Ballot } from "./ballot.ts"
import type { Poll } from "./poll.ts"
import { count, type Count, type Outcome } from "./tally.ts"

/** Of the 2,000 characters that a message may have, with room for what grows. */
const room = 1900
/** Cells of a bar. */
const cells = 10
/** Voters whose names are told for each option, as many of these as there is room for. */
const namesTold = [12, 6, 3, 1, 0]

const nameLimit = 32
const shortName = (name: string): string => {
  const line = name.replace(/\s+/g, " ")
  return line.length <= nameLimit ? line : `${line.slice(0, nameLimit).toWellFormed()}…`
}

const number = (value: number): string => String(Math.round(value * 100) / 100)

const counted = (many: number, one: string): string => `${number(many)} ${one}${many === 1 ? "" : "s"}`

const names = ({ votes }: Count, told: number): string => {
  const shown = votes
    .slice(0, told)
    .map(({ name, agent }) => (agent ? `*${shortName(name)}*` : shortName(name)))
  const more = votes.length - shown.length
  if (shown.length === 0) return ""
  return ` · ${[...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ")}`
}

const bar = (weight: number, total: number): string => {
  const filled = total === 0 ? 0 : Math.round((cells * weight) / total)
  return `\`${"█".repeat(filled)}${"░".repeat(cells - filled)}\``
}

const rows = (poll: Poll, ballot: Ballot, told: number): ReadonlyArray<string> => {
  const counts = count(poll.open, poll.votes)
  const total = counts.reduce((sum, { weight }) => sum + weight, 0)
  return counts.map(
    (its) =>
      `${bar(its.weight, total)} **${number(its.weight)}** ${ballot.options[its.option]!}${names(its, told)}`,
  )
}

const nameOf = ({ agents }: Ballot, brain: string): string =>
  agents.find((agent) => agent.brain === brain)?.name ?? brain

/** Which agents are still asked, and which have no vote, and why. */
const agentsLine = (poll: Poll, ballot: Ballot): ReadonlyArray<string> => {
  const thinking = [...Object.values(poll.underWay), ...poll.waiting].map(({ brain }) =>
    nameOf(ballot, brain),
  )
  const reasons = [...new Set(Object.values(poll.silent))]
  const silent = reasons.map((reason) => {
    const its = Object.keys(poll.silent).filter((brain) => poll.silent[brain] === reason)
    return `${its.map((brain) => nameOf(ballot, brain)).join(", ")} (${reason.slice(0, 80).toWellFormed()})`
  })
  return [
    ...(thinking.length === 0 ? [] : [`Being asked: ${thinking.join(", ")}`]),
    ...(silent.length === 0 ? [] : [`No vote: ${silent.join("; ")}`]),
  ]
}

const ties = {
  first: "in a tie the option listed first wins",
  none: "a tie decides nothing",
  again: "a tie is voted on once more among the tied",
} as const

/** Who is asked and what their votes count, when they do not all count one. */
const weightsOf = ({ weights, agents }: Ballot): string => {
  const each = Object.keys(weights.each).length
  const agent = agents.length > 0 || weights.agents !== 1 ? `, an agent's ${number(weights.agents)}` : ""
  return weights.people === 1 && weights.agents === 1 && each === 0
    ? "every vote counts one"
    : `a person's vote counts ${number(weights.people)}${agent}${each > 0 ? `, ${each} by name otherwise` : ""}`
}

const rules = (ballot: Ballot): string =>
  `-# Votes are public, and another press changes yours. Quorum ${ballot.quorum}; ${weightsOf(ballot)}; ${ties[ballot.tie]}. Asked by ${shortName(ballot.by.name)}.`

const quorum = ({ quorum }: Ballot, voted: number): string =>
  voted < quorum ? `the quorum of ${quorum} is not reached` : `the quorum of ${quorum} is reached`

const result = (poll: Poll, ballot: Ballot, outcome: Outcome): string => {
  const voted = Object.keys(poll.votes).length
  const turnout = `${counted(voted, "vote")}, ${quorum(ballot, voted)}`
  const label = (option: number) => `**${ballot.options[option]!}**`
  switch (outcome.type) {
    case "decided":
      return `${label(outcome.option)} wins${outcome.tied ? " the tie, as it is listed first" : ""}. ${turnout}.`
    case "tied":
      return `**No decision**: a tie between ${outcome.options.map(label).join(" and ")}. ${turnout}.`
    case "inquorate":
      return outcome.voted < ballot.quorum
        ? `**No decision**: ${turnout}.`
        : `**No decision**: no vote counts anything. ${turnout}.`
    case "cancelled":
      return outcome.by === null
        ? "**Cancelled**: it could not be shown."
        : `**Cancelled** by ${shortName(outcome.by)}.`
  }
}

const state = (poll: Poll, ballot: Ballot): ReadonlyArray<string> => {
  if (poll.outcome !== null) return [result(poll, ballot, poll.outcome), ...agentsLine(poll, ballot)]
  const voted = Object.keys(poll.votes).length
  const round = poll.round > 1 ? "A tie: voted on once more among the tied. " : ""
  return [
    `${round}${counted(voted, "vote")}, ${quorum(ballot, voted)}. Closes <t:${Math.ceil(poll.closesAt / 1000)}:R>.`,
    ...agentsLine(poll, ballot),
  ]
}

const textOf = (poll: Poll, ballot: Ballot, told: number): string =>
  [
    `🗳️ **${ballot.question}**`,
    ...rows(poll, ballot, told),
    ...state(poll, ballot),
    ...(poll.outcome === null ? [rules(ballot)] : [`-# Asked by ${shortName(ballot.by.name)}.`]),
  ].join("\n")

const buttonsOf = (poll: Poll, ballot: Ballot): ReadonlyArray<Button> =>
  poll.outcome !== null
    ? []
    : [
        ...poll.open.map((option): Button => ({
          id: `option-${option}`,
          label: ballot.options[option]!,
          style: "primary",
        })),
        { id: "close", label: "Close now", style: "secondary" },
        { id: "cancel", label: "Cancel", style: "danger" },
      ]

/** The board of a vote that was put. */
export const face = (poll: Poll): Params<"Show"> => {
  const ballot = poll.ballot!
  const texts = namesTold.map((told) => textOf(poll, ballot, told))
  return {
    channel: ballot.channel,
    message: poll.board.message,
    text: texts.find((text) => text.length <= room) ?? texts.at(-1)!,
    buttons: buttonsOf(poll, ballot),
  }
}
