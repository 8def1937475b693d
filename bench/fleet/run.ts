/**
 * A week of one pool shard under a simulated clock. The pool is the real one: its chart and its books (outbox and timers), told the
 * same events in the same order as in production. Its agents are not: each connects at once, is used for as long as its session
 * lasts, stays as long as the pool told it, and leaves when the pool calls it back. Nothing is written to a store,
 * and there are no heartbeats.
 */
import * as books from "../../src/actors/books.ts"
import type { Timer } from "../../src/actors/journal.ts"
import { makeStepper } from "../../src/actors/step.ts"
import type { PoolEvent } from "../../src/machines/events.ts"
import { charts } from "../../src/machines/index.ts"
import type { PolicyName } from "../../src/machines/pool/policies/policy.ts"
import * as roll from "../../src/machines/pool/roll.ts"
import type { Roll } from "../../src/machines/pool/roll.ts"
import { turnOf } from "../support/turn.ts"
import { Agenda } from "./agenda.ts"
import type { Arrivals } from "./arrivals.ts"
import { purposes } from "./guilds.ts"
import { learnt } from "./learnt.ts"
import { week } from "./week.ts"

export interface Job {
  readonly arrivals: Arrivals
  /** Weeks that the policy only learns from; one follows, or as many as there are, in which it is measured. */
  readonly history: number
  readonly agents: number
  readonly policy: PolicyName
}

/** What came of it; `waits` in s, of those that waited and got an agent. */
export interface Outcome {
  /** Events that the pool took. */
  readonly events: number
  readonly asked: number
  readonly atOnce: number
  readonly here: number
  readonly held: number
  readonly lately: number
  /** Neither with its guild, nor held for it, nor one of the last five that served it. */
  readonly cold: number
  readonly timedOut: number
  readonly busyHours: number
  /** Agents with a guild and without a turn, held ones too. */
  readonly idleHours: number
  readonly waits: ReadonlyArray<number>
}

/** 1 January 2024 was a Monday. */
export const start = Date.UTC(2024, 0, 1)
const guildId = (n: number): string => String(200_000_000_000_000_000n + BigInt(n))
const hourMs = 3_600_000

type Happening =
  | { readonly type: "end"; readonly agent: string; readonly turn: string }
  | { readonly type: "leave"; readonly agent: string; readonly since: number }
  | { readonly type: "left"; readonly agent: string }
  /** What an effect of the pool came to. */
  | { readonly type: "done"; readonly agent: ""; readonly event: PoolEvent }

/** An agent that is not the real one. */
interface Worker {
  turn: string | null
  stays: number
  /** With a guild; `since` counts its turns. */
  there: boolean
  since: number
}

/** A session is one long turn here, so who is busy for long is not asked each minute whether it is there. */
const isPlayed = ({ id }: Timer): boolean => id !== "round"

const stepper = makeStepper(charts.pool)

export const run = ({ arrivals, history, agents, policy }: Job): { outcome: Outcome; books: books.Books } => {
  const from = start + history * week * 1000
  const names = Array.from({ length: agents }, (_, n) => `0-${n}`)
  let at = from
  let now = books.opened(stepper, { id: "0", pool: "0" })
  let acked: ReadonlyArray<string> = []
  const agenda = new Agenda<Happening>()
  const workers = new Map<string, Worker>()
  const asked = new Map<string, number>()
  const waits: Array<number> = []
  let [requests, atOnce, timedOut, busyHours, idleHours] = [0, 0, 0, 0, 0]
  const context = () => now.snapshot.context as Roll

  const post = (event: object, fires: string | null = null): void => {
    const seq = now.seq + 1
    now = books.post(stepper, now, {
      seq,
      at,
      cause: "bench",
      event: event as books.Posting["event"],
      settles: null,
      fires,
      acked,
    })
    acked = [...now.outbox.keys()]
    for (const { effect } of now.outbox.values()) {
      if (effect.type === "Disconnect") comes({ type: "DISCONNECTED" })
      if (effect.type === "Recruit") comes({ type: "CONNECTED", agents: names, policy })
      if (effect.type !== "Tell") continue
      const { to, event: told } = effect
      if (told.type === "UNANSWERED") {
        timedOut++
        asked.delete(told.turn)
      } else if (to.startsWith("agent/")) hears(to.slice(6), told as never)
    }
  }

  const hears = (
    agent: string,
    told: { type: "RELEASE" } | { type: "ALLOCATE"; turn: { id: string }; stays: number },
  ): void => {
    const worker = workers.get(agent) ?? { turn: null, stays: 0, there: false, since: 0 }
    workers.set(agent, worker)
    if (told.type === "ALLOCATE") {
      const row = asked.get(told.turn.id)!
      asked.delete(told.turn.id)
      const waited = at - (start + arrivals.at[row]! * 1000)
      if (waited === 0) atOnce++
      else waits.push(waited / 1000)
      worker.turn = told.turn.id
      worker.stays = told.stays
      worker.there = true
      worker.since++
      agenda.add(at + arrivals.holds[row]! * 1000, { type: "end", agent, turn: told.turn.id })
    } else if (worker.turn === null) {
      worker.there = false
      agenda.add(at + 1000, { type: "left", agent })
    }
  }

  const comes = (event: PoolEvent): void => agenda.add(at, { type: "done", agent: "", event })

  const happens = (what: Happening): void => {
    if (what.type === "done") return post(what.event)
    const worker = workers.get(what.agent)!
    if (what.type === "end") {
      worker.turn = null
      agenda.add(at + worker.stays, { type: "leave", agent: what.agent, since: worker.since })
      post({ type: "IDLED", agent: what.agent, turn: what.turn } satisfies PoolEvent)
    } else if (what.type === "leave") {
      if (!worker.there || worker.turn !== null || worker.since !== what.since) return
      worker.there = false
      post({ type: "RELEASED", agent: what.agent } satisfies PoolEvent)
    } else if (!worker.there) post({ type: "RELEASED", agent: what.agent } satisfies PoolEvent)
  }

  post({ type: "ALLOCATE" })
  happens(agenda.take())
  const known = learnt(arrivals, history, policy, guildId, start)
  now = {
    ...now,
    snapshot: stepper.restore({ value: now.snapshot.value, context: { ...context(), ...known } }),
  }

  let row = 0
  while (row < arrivals.count && start + arrivals.at[row]! * 1000 < from) row++
  const end = Math.max(from + week * 1000, start + (arrivals.at[arrivals.count - 1] ?? 0) * 1000)
  for (;;) {
    const asks = row < arrivals.count ? start + arrivals.at[row]! * 1000 : Number.POSITIVE_INFINITY
    const due = books.firstDue(now, isPlayed) ?? Number.POSITIVE_INFINITY
    const next = Math.min(asks, due, agenda.next)
    const { busy, idle } = roll.states(context(), at)
    const hours = (Math.min(next, end) - at) / hourMs
    busyHours += hours * busy
    idleHours += hours * idle
    if (next > end) break
    at = next
    if (due === next) {
      const timer = [...now.timers.values()].find((it) => it.due === due && isPlayed(it))!
      post(timer.event, timer.id)
    } else if (agenda.next === next) happens(agenda.take())
    else {
      const turn = turnOf(row, guildId(arrivals.guild[row]!))
      asked.set(turn.id, row)
      requests++
      const need = { purpose: purposes[arrivals.purpose[row]!]!, tools: [], priority: 1 }
      row++
      post({ type: "REQUEST", turn, need } satisfies PoolEvent)
    }
  }
  const { here, held, lately, best } = context().counts
  const outcome = {
    events: now.seq,
    asked: requests,
    atOnce,
    here,
    held,
    lately,
    cold: best,
    timedOut,
    busyHours,
    idleHours,
    waits,
  }
  return { outcome, books: now }
}
