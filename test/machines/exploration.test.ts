/** Every state of every chart is reached by some events, and left again by others: there is no dead end. */
import { describe, expect, it } from "vitest"
import type { AnyStateNode } from "xstate"
import type { Kind } from "../../src/machines/address.ts"
import type { Event } from "../../src/machines/events.ts"
import type { Floor } from "../../src/machines/floor.ts"
import { charts } from "../../src/machines/index.ts"
import type { Roll } from "../../src/machines/roll.ts"
import type { AgentContext } from "../../src/machines/agent.ts"
import { Play } from "./support/play.ts"
import { ada, answered, fail, heard, routed, thought, turn, unanswered } from "./support/words.ts"

type Move = (play: Play<never>) => Play<never>

const tell =
  (...events: ReadonlyArray<Event>): Move =>
  (play) => {
    for (const event of events) play.tell(event)
    return play
  }

const common: ReadonlyArray<Event> = [
  { type: "RELEASE" },
  { type: "DISCONNECTED" },
  fail("away", true),
  fail("gone", false),
]

/** Time passes until the next timer is due. */
const wait: Move = (play) => {
  const due = Math.min(...[...play.books.timers.values()].map((timer) => timer.due))
  return Number.isFinite(due) ? play.pass(Math.max(0, due - play.now)) : play
}

const first = (play: Play<never>) => Object.values((play.context as Floor).underWay)[0] ?? turn()
const sameTurn = turn("writer")

const moves: Record<Kind, ReadonlyArray<Move>> = {
  conversation: [
    ...[...common, heard({ called: ["writer"] }), heard()].map((event) => tell(event)),
    tell({ type: "CONNECTED", recent: [] }),
    tell({ type: "HALT", by: ada }),
    tell({ type: "RESUME", by: ada }),
    tell({ ...heard({ called: ["writer"] }), missed: { since: 0, answerWithin: 0 } }),
    tell({ type: "CAUGHT_UP", more: false }),
    (play) => play.tell(routed((play.context as Floor).inbox[0]?.id ?? "1", [])),
    (play) => play.tell(answered(first(play))),
    (play) => play.tell(unanswered(first(play))),
  ],
  agent: [
    ...[...common, thought()].map((event) => tell(event)),
    tell({ type: "ALLOCATE", turn: sameTurn }),
    tell({ type: "CONNECTED" }),
    tell({ type: "SAID", messages: ["1"] }),
    tell({ type: "STOP", turn: sameTurn.id }),
  ],
  constellation: [
    ...common.map((event) => tell(event)),
    tell({ type: "ALLOCATE", user: ada }),
    tell({ type: "AGENTS_READY", agents: [] }),
    tell({ type: "MEMORY_READY", blocks: [] }),
    tell({ type: "GROUPS_READY", groups: [] }),
  ],
  pool: [
    ...common.map((event) => tell(event)),
    tell({ type: "ALLOCATE" }),
    tell({ type: "CONNECTED", agents: ["0-0001"] }),
    tell({ type: "DRAIN" }),
    tell({ type: "SERVE" }),
    tell({ type: "RELEASED", agent: "0-0001" }),
    (play) => play.tell({ type: "REQUEST", turn: turn("writer", { guild: "202" }) }),
    (play) => {
      const held = (play.context as Roll).slots["0-0001"]?.turn
      return play.tell({ type: "IDLED", agent: "0-0001", turn: held?.id ?? "1" })
    },
  ],
}

/** What of a context decides where a chart goes next, roughly. */
const gist: Record<Kind, (context: never) => unknown> = {
  conversation: ({ inbox, waiting, underWay, halted, attempts }: Floor) => [
    Math.min(inbox.length, 2),
    Math.min(waiting.length, 1),
    Object.keys(underWay).length,
    halted !== null,
    attempts,
  ],
  agent: ({ turn, failures, attempts }: AgentContext) => [turn !== null, Math.min(failures, 3), attempts],
  constellation: ({ attempts }: { attempts: number }) => attempts,
  pool: ({ slots, queue }: Roll) => [
    Object.values(slots).map(({ state }) => state),
    Math.min(queue.length, 2),
  ],
}

const leaves = (node: AnyStateNode): ReadonlyArray<string> =>
  node.type === "atomic" || node.type === "final"
    ? [node.path.join(".")]
    : Object.values(node.states).flatMap(leaves)

const inside = (value: unknown, path: ReadonlyArray<string> = []): ReadonlyArray<string> =>
  typeof value === "string"
    ? [[...path, value].join(".")]
    : Object.entries(value as object).flatMap(([key, rest]) => inside(rest, [...path, key]))

const explore = (kind: Kind) => {
  const seen = new Set<string>()
  const reached = new Set<string>()
  const left = new Set<string>()
  const begin = new Play<never>(kind, { id: "1", pool: "0" })
  const waiting = [begin]
  for (let from = waiting.shift(); from !== undefined && seen.size < 4000; from = waiting.shift()) {
    const before = inside(from.value)
    for (const leaf of before) reached.add(leaf)
    for (const move of [...moves[kind], wait]) {
      const play = new Play<never>(kind, { id: "1", pool: "0" })
      play.books = from.books
      play.now = from.now
      move(play)
      const after = new Set(inside(play.value))
      for (const leaf of before) if (!after.has(leaf)) left.add(leaf)
      const key = JSON.stringify([play.value, gist[kind](play.context)])
      if (seen.has(key)) continue
      seen.add(key)
      waiting.push(play)
    }
  }
  return { reached, left }
}

describe.each(Object.keys(charts) as ReadonlyArray<Kind>)("the chart of %s", (kind) => {
  const { reached, left } = explore(kind)
  const all = leaves(charts[kind].root)

  it("has no state that cannot be reached", () => {
    expect(all.length).toBeGreaterThan(4)
    expect(all.filter((leaf) => !reached.has(leaf))).toEqual([])
  })

  it("has no state that cannot be left", () => {
    expect(all.filter((leaf) => !left.has(leaf))).toEqual([])
  })
})
