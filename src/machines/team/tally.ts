/** The count, and what follows from it. */
import type { Ballot } from "./ballot.ts"

export interface Vote {
  /** An option's index in the ballot. */
  readonly option: number
  readonly name: string
  readonly agent: boolean
  readonly weight: number
}

export interface Count {
  readonly option: number
  readonly weight: number
  readonly votes: ReadonlyArray<Vote>
}

export type Outcome =
  /** `tied`: with others, and listed first. */
  | { readonly type: "decided"; readonly option: number; readonly tied: boolean }
  | { readonly type: "tied"; readonly options: ReadonlyArray<number> }
  /** Too few have voted, or no vote counts. */
  | { readonly type: "inquorate"; readonly voted: number }
  /** `by` is null when nobody cancelled it, but it could not be shown. */
  | { readonly type: "cancelled"; readonly by: string | null }

/** A voter's vote counts what is said of them by name, else of their kind. */
export const weightOf = ({ weights }: Ballot, voter: string, agent: boolean): number =>
  (Object.hasOwn(weights.each, voter) ? weights.each[voter] : undefined) ??
  (agent ? weights.agents : weights.people)

export const count = (
  open: ReadonlyArray<number>,
  votes: Readonly<Record<string, Vote>>,
): ReadonlyArray<Count> =>
  open.map((option) => {
    const its = Object.values(votes).filter((vote) => vote.option === option)
    return { option, weight: its.reduce((sum, { weight }) => sum + weight, 0), votes: its }
  })

/** What the count comes to; a tie that is voted on again is a tie first. */
export const outcomeOf = (
  { quorum, tie }: Ballot,
  open: ReadonlyArray<number>,
  votes: Readonly<Record<string, Vote>>,
): Outcome => {
  const counts = count(open, votes)
  const best = Math.max(...counts.map(({ weight }) => weight))
  const voted = Object.keys(votes).length
  if (voted < quorum || best <= 0) return { type: "inquorate", voted }
  const leaders = counts.filter(({ weight }) => weight === best).map(({ option }) => option)
  if (leaders.length === 1 || tie === "first")
    return { type: "decided", option: leaders[0]!, tied: leaders.length > 1 }
  return { type: "tied", options: leaders }
}
