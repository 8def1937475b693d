/** When a pool shard takes which way, in the words of its chart. */
import * as alarm from "./alarm.ts"
import { queueBound } from "./allocation.ts"
import type { PoolEvent, Timed } from "../events.ts"
import * as fleet from "./fleet.ts"
import * as lending from "./lending.ts"
import * as roll from "./roll.ts"
import * as supervision from "./supervision.ts"

interface Args {
  readonly context: roll.Roll
  readonly event: Timed<PoolEvent>
}

export const guards = {
  queueFull: ({ context }: Args) => context.queue.size >= queueBound,
  someoneWaits: ({ context }: Args) => context.queue.size > 0,
  agentFree: ({ context, event }: Args) => roll.next(context, event.at) !== null,
  someoneOutstays: ({ context, event }: Args) => roll.recallable(context, event.at) !== null,
  someoneIdle: ({ context, event }: Args) => roll.states(context, event.at).idle > 0,
  someoneBusy: ({ context, event }: Args) => roll.states(context, event.at).busy > 0,
  someoneLeaves: ({ context, event }: Args) => roll.states(context, event.at).leaving > 0,
  isAlarmDue: alarm.isDue,
  mayGo: fleet.mayGo,
  isDrainable: fleet.isDrainable,
  owesRound: ({ context, event }: Args) => supervision.owesRound(context, event.at),
  isLent: ({ context, event }: Args) => event.type === "FAILED" && lending.isLent(context, event.agent),
  mayBorrow: ({ context, event }: Args) => lending.mayBorrow(context, event.at),
  leavesTurn: ({ context, event }: Args) =>
    event.type === "FAILED" && supervision.abandoned(context, event) !== null,
  isAssigned: ({ context, event }: Args) =>
    event.type === "WITHDRAW" && roll.agentOf(context, event.turn, event.at) !== null,
}
