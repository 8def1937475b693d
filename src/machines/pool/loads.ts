/** How much of what the shards of the pool have is in use, as far as one of them knows. */
import { indexOf } from "./agents-index.ts"
import type { Load } from "./loan.ts"
import type { Roll } from "./state.ts"

/** What is lent is the borrower's. */
export const loadOf = (roll: Roll, at: number): Load => {
  const { states } = indexOf(roll.slots, at)
  const all = roll.slots.size - states.lent
  return { used: all - states.free, all }
}

export const share = ({ used, all }: Load): number => (all === 0 ? 1 : used / all)

/** Of a shard that has not said anything yet it is thought that it has as much, and needs none. */
export const loadOfOther = ({ lending, slots }: Roll, other: string): Load =>
  lending.loads[other] ?? { used: 0, all: slots.size }

export const average = (roll: Roll, own: Load): number => {
  const loads = [own, ...roll.lending.others.map((other) => loadOfOther(roll, other))]
  const [used, all] = [
    loads.reduce((sum, one) => sum + one.used, 0),
    loads.reduce((sum, one) => sum + one.all, 0),
  ]
  return all === 0 ? 0 : used / all
}
