/** What a vote keeps, and how each event changes it. The chart says when; this says how. */
import { address, type Address } from "../address.ts"
import { blank, touched, type Board } from "./board.ts"
import type { Params } from "../effects.ts"
import type { Timed, VoteEvent } from "../events.ts"
import { own, type Person, type Turn } from "../values.ts"
import { promptOf, readVote, type Ballot } from "./ballot.ts"
import { outcomeOf, weightOf, type Outcome, type Vote } from "./tally.ts"
import { turnFor } from "./work.ts"

/** Agents that are asked at once. */
export const atOnce = 3

export interface Poll {
  readonly id: string
  /** Null before anything was put to the vote. */
  readonly ballot: Ballot | null
  /** 1, or 2 when a tie is voted on again. */
  readonly round: number
  /** The options that may be voted for, as indexes in the ballot. */
  readonly open: ReadonlyArray<number>
  /** When it closes, in ms since 1970. */
  readonly closesAt: number
  /** By an agent's or a person's id; the newest counts. */
  readonly votes: Readonly<Record<string, Vote>>
  /** Agents that are still to be asked. */
  readonly waiting: ReadonlyArray<Turn>
  /** Agents that are asked, by turn. */
  readonly underWay: Readonly<Record<string, Turn>>
  /** Why an agent has no vote, by its id. */
  readonly silent: Readonly<Record<string, string>>
  readonly outcome: Outcome | null
  readonly board: Board
}

type Change = Partial<Poll>
type Of<T extends VoteEvent["type"]> = Timed<Extract<VoteEvent, { type: T }>>

export const fresh = (id: string): Poll => ({
  id,
  ballot: null,
  round: 0,
  open: [],
  closesAt: 0,
  votes: {},
  waiting: [],
  underWay: {},
  silent: {},
  outcome: null,
  board: blank,
})

export const addressOf = ({ id }: Poll): Address => address("vote", id)

/** How long a round is open, in ms. */
export const openFor = ({ ballot }: Poll): number => (ballot?.minutes ?? 0) * 60_000

const begin = (poll: Poll, ballot: Ballot, options: ReadonlyArray<number>, at: number): Change => {
  const round = poll.round + 1
  const prompt = promptOf(ballot, options)
  return {
    ...touched(poll),
    ballot,
    round,
    open: options,
    closesAt: at + openFor({ ...poll, ballot }),
    votes: {},
    waiting: ballot.agents.map(({ brain }) =>
      turnFor(addressOf(poll), poll.id, ballot, { brain, step: String(round), text: prompt }),
    ),
    underWay: {},
    silent: {},
  }
}

export const open = (poll: Poll, { ballot, at }: Of<"OPEN_VOTE">): Change =>
  begin(poll, ballot, [...ballot.options.keys()], at)

/** The count at this moment. */
export const outcome = ({ ballot, open, votes }: Poll): Outcome => outcomeOf(ballot!, open, votes)

/** Once, and no more: a second tie is one. */
export const isVotedAgain = (poll: Poll): boolean =>
  poll.ballot?.tie === "again" && poll.round === 1 && outcome(poll).type === "tied"

/** One more vote, among those that are tied. */
export const again = (poll: Poll, at: number): Change => {
  const tied = outcome(poll)
  return tied.type === "tied" ? begin(poll, poll.ballot!, tied.options, at) : {}
}

export const optionOf = (button: string): number => Number(/^option-(\d+)$/.exec(button)?.[1] ?? -1)

/** A person's vote: pressing another button changes it. */
export const cast = (poll: Poll, { button, by }: Of<"PRESSED">): Change => {
  const option = optionOf(button)
  const weight = weightOf(poll.ballot!, by.id, false)
  return {
    ...touched(poll),
    votes: { ...poll.votes, [by.id]: { option, name: by.name, agent: false, weight } },
  }
}

/** Whether a button changes anything: an option that is open, and not what this person has voted for. */
export const changes = (poll: Poll, { button, by }: Of<"PRESSED">): boolean => {
  const option = optionOf(button)
  return poll.open.includes(option) && own(poll.votes, by.id)?.option !== option
}

/** Whoever asked closes or cancels it, and who may manage messages. */
export const mayEnd = ({ ballot }: Poll, { by, manages }: Of<"PRESSED">): boolean =>
  manages || by.id === ballot?.by.id

/** The next agent is asked. */
export const ask = (poll: Poll): Change => {
  const [turn, ...waiting] = poll.waiting
  return { ...touched(poll), waiting, underWay: { ...poll.underWay, [turn!.id]: turn! } }
}

const ended = (poll: Poll, turn: Turn): Change => {
  const { [turn.id]: _, ...underWay } = poll.underWay
  return { ...touched(poll), underWay }
}

/** An agent has answered: what it says is a vote, if it can be read as one. */
export const answered = (poll: Poll, { turn, text }: Of<"ANSWERED">): Change => {
  const its = poll.underWay[turn]!
  const labels = poll.open.map((option) => poll.ballot!.options[option]!)
  const read = readVote(labels, text)
  const rest = ended(poll, its)
  if (read === null) return { ...rest, silent: { ...poll.silent, [its.brain]: "the answer fits no option" } }
  const name = poll.ballot!.agents.find(({ brain }) => brain === its.brain)?.name ?? its.brain
  const weight = weightOf(poll.ballot!, its.brain, true)
  return {
    ...rest,
    votes: { ...poll.votes, [its.brain]: { option: poll.open[read]!, name, agent: true, weight } },
  }
}

export const unanswered = (poll: Poll, { turn, reason }: Of<"UNANSWERED">): Change => {
  const its = poll.underWay[turn]!
  return { ...ended(poll, its), silent: { ...poll.silent, [its.brain]: reason } }
}

export const isAsked = (poll: Poll, turn: string): boolean => Object.hasOwn(poll.underWay, turn)

/** Who has not answered until now is waited for no more. */
const over = (poll: Poll, outcome: Outcome): Change => ({
  ...touched(poll),
  waiting: [],
  underWay: {},
  outcome,
})

export const decide = (poll: Poll): Change => over(poll, outcome(poll))

export const cancel = (poll: Poll, by: Person | null): Change =>
  over(poll, { type: "cancelled", by: by?.name ?? null })

/** Agents that are asked and have not answered. */
export const asked = (poll: Poll): Params<"Release"> => ({ turns: Object.values(poll.underWay) })
