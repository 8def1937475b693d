/**
 * Agents are scarce, or many more than are used: who operates Orrery is told, once in a while. That it was is kept by one shard for
 * all, so that however many runners see it, and whichever of them starts again, it is told once.
 */
import type { Params } from "../effects.ts"
import type { PoolEvent, Timed } from "../events.ts"
import type { Roll } from "./state.ts"

interface Args {
  readonly context: Roll
  readonly event: Timed<PoolEvent>
}

export const isDue = ({ context: { alarmed = {} }, event }: Args): boolean => {
  if (event.type !== "ALARM") return false
  const last = alarmed[event.load]
  return last === undefined || event.at - last >= event.cooldown
}

export const note = ({ context: { alarmed }, event }: Args): Partial<Roll> =>
  event.type === "ALARM" ? { alarmed: { ...alarmed, [event.load]: event.at } } : {}

export const alert = ({ event }: Args): Params<"Alert"> => {
  if (event.type !== "ALARM") throw new Error("only an ALARM is told to operators")
  const { load, agents, used, waiting, longest, over } = event
  return { load, agents, used, waiting, longest, over }
}
