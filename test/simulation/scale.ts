/** How large the world of a seed is, and how busy: small ones find most bugs, and are read most easily. */
import { limits, type Limits } from "../../src/actors/ledger.ts"
import { Dice } from "./dice.ts"
import type { Habits } from "./people.ts"

export interface Scale {
  readonly runners: number
  readonly fleet: { readonly agents: number; readonly shards: number }
  readonly bounds: Limits
  readonly habits: Habits
  /** How long things go wrong, in ms. */
  readonly safety: number
  /** How the store wants its commits: how many in a batch, and how many batches at once. */
  readonly groups: { readonly groupSize: number; readonly sideBySide: number }
  /** How far the clocks of runners are off at most, in ms. */
  readonly skew: number
}

const minute = 60_000

export const scaleOf = (seed: number): Scale => {
  const dice = new Dice(seed, "scale")
  const shards = 1 + dice.below(2)
  const utterances = Math.round(dice.logarithmic(3, 40))
  // Some go on for so long that conversations fall asleep and agents go home.
  const safety = dice.chance(0.02) ? dice.between(15, 80) * minute : dice.logarithmic(10_000, 120_000)
  return {
    runners: 1 + dice.below(4),
    fleet: { agents: shards + dice.below(5), shards },
    bounds: {
      ...limits,
      mailbox: dice.pick([1, 4, limits.mailbox]),
      batch: dice.pick([1, 3, limits.batch]),
      snapshotEvery: dice.pick([1, 3, limits.snapshotEvery]),
    },
    habits: {
      utterances,
      pause: safety / utterances,
      burst: dice.between(0, 0.7),
      stops: dice.pick([0, 0.03, 0.2]),
    },
    safety,
    skew: dice.pick([0, 50, 5000]),
    groups: { groupSize: dice.pick([1, 4, 256]), sideBySide: dice.pick([1, 2, 8]) },
  }
}
