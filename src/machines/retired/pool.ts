/** How a pool shard goes on in its next version. */
import { assigned, fresh, type Slot } from "../pool/allocation.ts"
import { enqueue, open, type Roll } from "../pool/roll.ts"
import type { Turn } from "../values.ts"

interface Kept {
  readonly value: unknown
  readonly context: Record<string, unknown>
}

interface Slot1 extends Pick<Slot, "state" | "home" | "lastUsed" | "strikes"> {
  readonly turn: Turn | null
  readonly served: ReadonlyArray<string>
}

interface Roll1 {
  readonly shard: string
  readonly slots: Readonly<Record<string, Slot1>>
  readonly queue: ReadonlyArray<Turn>
}

/** 2: agents are found by an index; turns wait fairly; guilds remember who served them. */
export const poolTo2 = ({ value, context }: Kept): Kept => {
  const { shard, slots, queue } = context as unknown as Roll1
  const kept = Object.entries(slots).map(([agent, slot]): [string, Slot] => [agent, slotTo2(slot)])
  const newest = kept.toSorted(([, a], [, b]) => b.lastUsed - a.lastUsed)
  const homes = new Set(kept.flatMap(([, { served }]) => served.map(([home]) => home)))
  const guilds = [...homes].map((home): [string, { last: ReadonlyArray<string> }] => [
    home,
    {
      last: newest
        .filter(([, { served }]) => served.some(([other]) => other === home))
        .map(([agent]) => agent)
        .slice(0, 5),
    },
  ])
  const at = newest[0]?.[1].lastUsed ?? 0
  /** Nobody knows since when they wait, so they wait on. */
  const patient = { since: at, until: Number.MAX_SAFE_INTEGER }
  const waiting = queue.reduce(
    (roll: Roll, turn): Roll => ({ ...roll, ...enqueue(roll, { type: "REQUEST", turn, at }) }),
    open(shard),
  )
  return {
    value,
    context: {
      ...waiting,
      slots: Object.fromEntries(kept),
      guilds: Object.fromEntries(guilds),
      queue: Object.fromEntries(
        waiting.queue.rows().map((ticket) => [ticket.key, { ...ticket.value, ...patient }]),
      ),
    },
  }
}

const slotTo2 = ({ turn, served, ...slot }: Slot1): Slot => {
  const { lastUsed } = slot
  const since = { ...fresh, ...slot, served: served.map((home) => [home, lastUsed] as const) }
  if (turn === null) return since
  return { ...assigned(since, turn, fresh.stays, lastUsed), state: slot.state, home: slot.home }
}
