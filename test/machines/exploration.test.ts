/** Every state of every chart is reached by some events, and left again by others: there is no dead end. */
import { describe, expect, it } from "vitest"
import type { AnyStateNode } from "xstate"
import { knows } from "../../src/actors/mail.ts"
import type { Kind } from "../../src/machines/address.ts"
import type { Event } from "../../src/machines/events.ts"
import type { Floor } from "../../src/machines/conversation/floor.ts"
import { charts } from "../../src/machines/index.ts"
import { builtIn } from "../../src/machines/conversation/settings.ts"
import type { Roll } from "../../src/machines/pool/roll.ts"
import type { Schedule } from "../../src/machines/team/diary.ts"
import type { Allowance } from "../../src/machines/budget/allowance.ts"
import { turnOf, type Errand } from "../../src/machines/team/errand.ts"
import type { AgentContext } from "../../src/machines/agent/agent.ts"
import type { ArchiveContext } from "../../src/machines/memory/archive.ts"
import type { GuildContext } from "../../src/machines/team/guild.ts"
import type { KnowledgeContext } from "../../src/machines/memory/knowledge.ts"
import type { SummaryContext } from "../../src/machines/memory/summary.ts"
import type { Poll } from "../../src/machines/team/poll.ts"
import type { Person } from "../../src/machines/values.ts"
import type { Proceedings } from "../../src/machines/team/proceedings.ts"
import * as runs from "../../src/machines/team/run.ts"
import type { Run } from "../../src/machines/team/run.ts"
import { Play } from "./support/play.ts"
import {
  ada,
  assigned,
  answered,
  asks,
  ballot,
  bob,
  fail,
  heard,
  limit,
  motion,
  permitted,
  plan,
  pressed,
  reserve,
  routed,
  thought,
  timetable,
  turn,
  unanswered,
  used,
  wants,
} from "./support/words.ts"
import type { LessonsContext } from "../../src/machines/lessons/lessons.ts"
import { lessonsAtMost } from "../../src/machines/lessons/merge.ts"
import type { RosterContext } from "../../src/machines/team/roster.ts"
import type { Permit } from "../../src/machines/permit/kept.ts"
import type { DepartureContext } from "../../src/machines/departure/departure.ts"
import { partnersAtMost, type PartnersContext } from "../../src/machines/constellation/partners.ts"
import type { ConstellationContext } from "../../src/machines/constellation/constellation.ts"
import { template } from "../support/template.ts"

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

/** What comes of a board, whatever it is of. */
const boards = [
  tell({ type: "SHOWN", message: "60" }),
  tell({ type: "UNSHOWN", reason: "away", retry: true }),
  tell({ type: "UNSHOWN", reason: "not allowed", retry: false }),
]

const stop = tell({ type: "STOP", by: bob })

const first = (play: Play<never>) => Object.values((play.context as Floor).underWay)[0] ?? turn()
/** Two agents call each other until they have to pause. */
const backAndForth: Move = (play) => {
  for (let n = 0; n < 3; n++) {
    const calls = [first(play).brain === "writer" ? "analyst" : "writer"]
    play.tell(answered(first(play), { calls, text: `one${n} two${n} three${n}` }))
  }
  return play
}
const sameTurn = turn("writer")
const claiming = { ...turn("analyst"), claim: { tokens: 10, limits: [limit()] } }

const theTurn = (play: Play<never>) => (play.context as Proceedings).turn ?? turn()

const errandTurn = (play: Play<never>) =>
  (play.context as Errand).agent === null ? turn() : turnOf(play.context)

const sleepTime = {
  ...builtIn,
  agents: [{ id: "writer" }],
  coordination: "sleep_time" as const,
  lead: "writer",
}

const planned = (play: Play<never>) => (play.context as GuildContext).plans.length
/** News of so many errors that no other batch has. */
const learnt = (many: number, batch: number) =>
  Array.from({ length: many }, (_, n) => ({
    id: `${batch}.${n}`,
    kind: "overload",
    where: "model m",
    message: "…",
    seen: 1,
    first: n,
    last: n,
    fixes: [],
  }))

const known = (play: Play<never>) => (play.context as KnowledgeContext).facts.length

const enlist = (user: Person): Event => ({ type: "ENLIST", user, template: null, by: ada, guild: "201" })

/** A model is to be asked for something that budgets pay, or not. */
const paying: ReadonlyArray<Move> = [
  tell({ type: "PRICED", turn: "1.manager", claim: { tokens: 1, limits: [limit()] } }),
  tell({ type: "GRANTED", turn: "1.manager", budget: limit().of }),
  tell({ type: "REFUSED", turn: "1.manager", budget: limit().of, reason: "spent", told: true }),
]

const moves: Record<Kind, ReadonlyArray<Move>> = {
  conversation: [
    tell({ type: "CONNECTED", recent: [], standard: sleepTime }),
    (play) => play.tell(answered((play.context as Floor).tidying ?? turn(), { messages: [] })),
    (play) => play.tell(unanswered((play.context as Floor).tidying ?? turn())),
    ...[...common, heard({ called: ["writer"] }), heard()].map((event) => tell(event)),
    tell({ type: "CONNECTED", recent: [] }),
    tell({ type: "HALT", by: ada }),
    tell({ type: "RESUME", by: ada }),
    tell({ ...heard({ called: ["writer"] }), missed: { since: 0, answerWithin: 0 } }),
    tell({ type: "CAUGHT_UP", more: false }),
    tell({ type: "SET", by: ada, mode: "off" }),
    tell({ type: "SET", by: ada, mode: null }),
    (play) => play.tell(routed((play.context as Floor).inbox[0]?.id ?? "1", [])),
    (play) => play.tell(answered(first(play))),
    (play) => play.tell(unanswered(first(play))),
    backAndForth,
    ...paying,
    tell({ type: "SHOWN", message: "60" }),
    tell({ type: "UNSHOWN", reason: "away", retry: false }),
    tell(pressed("continue")),
    tell(pressed("stop")),
  ],
  agent: [
    ...[...common, thought()].map((event) => tell(event)),
    tell({ type: "ALLOCATE", turn: sameTurn }),
    tell({ type: "ALLOCATE", turn: claiming }),
    tell({ type: "GRANTED", turn: claiming.id, budget: "budget/user-101" }),
    tell({ type: "REFUSED", turn: claiming.id, budget: "budget/user-101", reason: "spent", told: false }),
    tell({ type: "CONNECTED" }),
    tell({ type: "WRITING" }),
    tell({ type: "DRAFTED", message: "60" }),
    tell(wants("allow", "ask")),
    tell(used("0.0")),
    tell(permitted(sameTurn, "0.1")),
    tell({ type: "SAID", messages: ["1"] }),
    tell({ type: "STOP", turn: sameTurn.id }),
  ],
  constellation: [
    ...common.map((event) => tell(event)),
    tell({ type: "ALLOCATE", user: ada }),
    tell({ type: "AGENTS_READY", template, agents: ["writer"], later: ["analyst"] }),
    tell({ type: "MEMORY_READY", blocks: [] }),
    tell({ type: "GROUPS_READY", groups: template.groups }),
    tell({ type: "NEED", brain: "analyst" }),
    tell({ type: "APPLY", template }),
    tell({ type: "ADD", brain: "critic" }),
    tell({ type: "REMOVE", brain: "writer" }),
    tell({ type: "RENAME", brain: "analyst", name: "Ann" }),
    tell({ type: "RESET", template }),
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
      const held = (play.context as Roll).slots.get("0-0001")?.turn
      return play.tell({ type: "IDLED", agent: "0-0001", turn: held?.id ?? "1" })
    },
  ],
  vote: [
    tell({ type: "OPEN_VOTE", ballot: ballot({ agents: [{ brain: "writer", name: "W" }], tie: "again" }) }),
    ...boards,
    tell(pressed("option-0")),
    tell(pressed("option-1", bob)),
    tell(pressed("close")),
    tell(pressed("cancel")),
    (play) => play.tell(unanswered(Object.values((play.context as Poll).underWay)[0] ?? turn())),
    stop,
  ],
  debate: [
    tell({ type: "OPEN_DEBATE", motion: motion() }),
    ...boards,
    tell(pressed("stop")),
    (play) => play.tell(answered(theTurn(play), { text: "A has said more than all the others." })),
    (play) => play.tell(answered(theTurn(play), { text: "Well." })),
    (play) => play.tell(unanswered(theTurn(play))),
    stop,
  ],
  workflow: [
    tell({ type: "BEGIN", plan: plan(), topic: "tea", by: ada, channel: "301", guild: "201" }),
    ...boards,
    tell(pressed("approve-0")),
    tell(pressed("reject-0")),
    tell(pressed("approve-1")),
    tell(pressed("reject-1")),
    tell(pressed("stop")),
    (play) => play.tell(answered(runs.turnsOf(play.context as Run)[0] ?? turn())),
    (play) => play.tell(unanswered(runs.turnsOf(play.context as Run)[0] ?? turn())),
    stop,
  ],
  schedule: [
    tell({ type: "CREATE", timetable: timetable({ missed: "all" }) }),
    (play) => play.tell({ type: "DUE", next: play.now + 3_600_000 }),
    (play) => play.tell({ type: "DUE", next: play.now - 3_600_000 }),
    tell({ type: "DUE", next: null }),
    tell({ type: "CHECKED", barred: null }),
    tell({ type: "CHECKED", barred: "Ada may not" }),
    tell({ type: "PAUSE", by: ada }),
    tell({ type: "RESUME", by: ada }),
    stop,
  ],
  guild: [
    (play) => play.tell({ type: "DEFINE", plan: plan({ name: `p${planned(play)}` }), by: ada }),
    (play) => play.tell({ type: "FORGET", name: `p${planned(play) - 1}`, by: ada }),
    tell({ type: "BEGUN", work: "workflow/1", name: "post", channel: "301", by: ada }),
    tell({ type: "ENDED", work: "workflow/1" }),
  ],
  summary: [
    tell({
      type: "OPEN_SUMMARY",
      recap: { brain: "a", since: 0, lines: [], aside: false, by: ada, channel: "301", guild: "201" },
    }),
    (play) => play.tell(answered({ ...turn("a"), id: "1.summary.a" })),
    (play) => play.tell(unanswered({ ...turn("a"), id: "1.summary.a" })),
    stop,
  ],
  archive: [
    tell({ type: "ARCHIVE", brain: "a", exchanges: [{ asked: "?", answered: "!", at: 1 }] }),
    tell({ type: "ARCHIVE", brain: "a", exchanges: [{ asked: "x".repeat(400_000), answered: "", at: 1 }] }),
    tell({ type: "EMPTY", by: ada }),
  ],
  permit: [
    tell(asks),
    tell({ ...asks, turn: { ...asks.turn, aside: true } }),
    tell({ ...asks, use: { ...asks.use, id: "0.1", input: '{"text":"rm *"}' } }),
    tell({ type: "WITHDRAW_ASK", turn: asks.turn.id, use: asks.use.id, agent: asks.agent }),
    ...boards,
    ...["once-1", "server-2", "always-1", "no-2", "scope-1"].map((button) => tell(pressed(button))),
    stop,
  ],
  departure: [
    tell({ type: "ASK", by: ada }),
    tell(pressed("forget", bob)),
    tell(pressed("forget")),
    tell(pressed("keep")),
    tell({ type: "SURVEYED", known: { names: ["Ada"], messages: [], texts: [] } }),
    tell({ type: "QUIETED" }),
    tell({ type: "ERASED", erased: 1, rewritten: 1, archived: 1 }),
    tell({ type: "PROVEN", looked: 1, found: [] }),
    tell({ type: "PROVEN", looked: 1, found: ["pool/0"] }),
    tell({ type: "FAIL", reason: "it is away", retry: true }),
  ],
  roster: [
    tell({ type: "DISABLE", brain: "a", by: ada }),
    tell({ type: "DEPRECATE", brain: "a", successor: "b", by: null }),
    tell({ type: "ENABLE", brain: "b", filed: false, by: null }),
    tell({ type: "ENABLE", brain: "a", filed: true, by: ada }),
    tell({ type: "ENABLE", brain: "b", filed: true, by: ada }),
    tell({ type: "MISSED", missed: { brain: "a", name: "A", successor: "B" }, channel: "301", by: ada }),
  ],
  lessons: [
    tell({ type: "LEARNT", news: learnt(1, 0) }),
    tell({ type: "LEARNT", news: learnt(1, 1) }),
    tell({ type: "FORGET_ALL", by: ada }),
    (play) => {
      for (let batch = 0; batch < 3; batch++) play.tell({ type: "LEARNT", news: learnt(100, batch) })
      return play
    },
  ],
  partners: [
    tell(enlist(ada)),
    tell(enlist(bob)),
    tell({ type: "DISMISS", user: bob.id, by: ada }),
    tell({ type: "DISMISS", user: ada.id, by: ada }),
    tell({ type: "DISMISS", user: "9000", by: ada }),
    (play) => {
      for (let n = 0; n < partnersAtMost; n++) play.tell(enlist({ id: `${9000 + n}`, name: "many" }))
      return play
    },
  ],
  knowledge: [
    (play) => play.tell({ type: "LEARN", label: `fact ${known(play)}`, text: "x", by: ada }),
    (play) => play.tell({ type: "LEARN", label: "long", text: "x".repeat(19_996), by: ada }),
    (play) => play.tell({ type: "UNLEARN", label: `fact ${known(play) - 1}`, by: ada }),
    tell({ type: "UNLEARN", label: "long", by: ada }),
  ],
  assignment: [
    ...paying,
    tell(assigned()),
    tell(assigned({ agent: null })),
    ...boards,
    tell(routed("1", ["analyst"])),
    tell(routed("1", [])),
    (play) => play.tell(answered(errandTurn(play))),
    (play) => play.tell(unanswered(errandTurn(play))),
    tell(pressed("stop")),
    stop,
  ],
  budget: [
    tell(reserve("1.a", 60)),
    tell(reserve("2.a", 60)),
    tell({ type: "SETTLE", turn: "1.a", tokens: 50 }),
    tell({ type: "RETURN", turn: "2.a" }),
  ],
}

/** What of a context decides where a chart goes next, roughly. */
const gist: Record<Kind, (context: never) => unknown> = {
  conversation: ({ inbox, waiting, underWay, halted, attempts, settings, untidied }: Floor) => [
    settings.standard.coordination,
    untidied.length,
    Math.min(inbox.length, 2),
    Math.min(waiting.length, 1),
    Object.keys(underWay).length,
    halted !== null,
    attempts,
  ],
  agent: ({ turn, failures, attempts, granted, rounds, using }: AgentContext) => [
    turn?.id,
    granted,
    Math.min(failures, 3),
    attempts,
    Math.min(rounds.length, 2),
    using?.awaited,
    using?.underWay,
  ],
  constellation: ({ attempts, agents, later, own, took }: ConstellationContext) => [
    attempts,
    agents,
    later,
    own,
    Object.keys(took),
  ],
  pool: ({ slots, queue }: Roll) => [slots.values().map(({ state }) => state), Math.min(queue.size, 2)],
  vote: ({ round, underWay, votes, board }: Poll) => [
    round,
    Object.keys(underWay).length,
    Object.keys(votes).length,
    board.stale,
    board.message === null,
  ],
  debate: ({ statements, judged, board }: Proceedings) => [
    statements.map(({ text }) => text === null),
    judged,
    board.stale,
    board.message === null,
  ],
  workflow: ({ progress, board, shown }: Run) => [
    Object.values(progress).map(({ status, attempt }) => [status, attempt]),
    board.message === null,
    shown,
  ],
  schedule: ({ madeUp, runs }: Schedule) => [madeUp, Math.min(runs, 2)],
  guild: ({ plans, works }: GuildContext) => [plans.length, works.length],
  summary: ({ recap, reason }: SummaryContext) => [recap !== null, reason],
  archive: ({ exchanges, dropped }: ArchiveContext) => [Math.min(exchanges.length, 2), dropped > 0],
  permit: ({ wishes, next, asked, wide, outcome, closed, board }: Permit) => [
    wishes.map(({ n }) => Math.min(n, 3)),
    Math.min(next.length, 1),
    Math.min(asked, 3),
    wide,
    outcome?.verdict,
    closed,
    board.stale,
    board.message === null,
  ],
  departure: ({ by, rounds, attempts, found }: DepartureContext) => [
    by,
    Math.min(rounds, 4),
    Math.min(attempts, 5),
    found.length,
  ],
  roster: ({ said, told }: RosterContext) => [
    Object.entries(said).map(([brain, { standing }]) => [brain, standing]),
    told,
  ],
  lessons: ({ lessons }: LessonsContext) => [Math.min(lessons.length, 3), lessons.length >= lessonsAtMost],
  partners: ({ partners }: PartnersContext) => [
    Math.min(Object.keys(partners).length, 2),
    Object.keys(partners).length >= partnersAtMost,
  ],
  knowledge: ({ facts }: KnowledgeContext) => [
    Math.min(facts.length, 2),
    facts.some(({ label }) => label === "long"),
  ],
  assignment: ({ agent, board }: Errand) => [agent?.id, board.stale, board.message === null],
  budget: ({ used, reserved }: Allowance) => [Math.min(used, 100), Object.keys(reserved).length],
}

const leaves = (node: AnyStateNode): ReadonlyArray<string> =>
  node.type === "atomic" || node.type === "final"
    ? [node.path.join(".")]
    : Object.values(node.states).flatMap(leaves)

const isBegun = ({ value, books }: Play<never>): boolean =>
  books.seq > 0 && value !== "available" && (value as { readonly life?: unknown }).life !== "available"

const endsOf = (node: AnyStateNode): ReadonlyArray<string> =>
  node.tags.includes("ended") ? [node.path.join(".")] : Object.values(node.states).flatMap(endsOf)

const inside = (value: unknown, path: ReadonlyArray<string> = []): ReadonlyArray<string> =>
  typeof value === "string"
    ? [[...path, value].join(".")]
    : Object.entries(value as object).flatMap(([key, rest]) => inside(rest, [...path, key]))

/** Whether an actor has nothing more to do, ever. */
const hasEnded = ({ books }: Play<never>): boolean => books.snapshot.hasTag("ended")

const explore = (kind: Kind) => {
  const seen = new Set<string>()
  const plays: Array<Play<never>> = []
  const reached = new Set<string>()
  const left = new Set<string>()
  const begin = new Play<never>(kind, { id: "1", pool: "0" })
  const waiting = [begin]
  for (let from = waiting.shift(); from !== undefined && seen.size < 4000; from = waiting.shift()) {
    plays.push(from)
    const before = inside(from.value)
    for (const leaf of before) reached.add(leaf)
    for (const move of [...moves[kind], wait]) {
      const play = onward(kind, from)
      move(play)
      const after = new Set(inside(play.value))
      for (const leaf of before) if (!after.has(leaf)) left.add(leaf)
      const key = JSON.stringify([play.value, gist[kind](play.context)])
      if (seen.has(key)) continue
      seen.add(key)
      waiting.push(play)
    }
  }
  return { reached, left, plays }
}

/** A play from the same state on. */
const onward = (kind: Kind, { books, now }: Play<never>): Play<never> => {
  const play = new Play<never>(kind, { id: "1", pool: "0" })
  play.books = books
  play.now = now
  return play
}

describe.each(Object.keys(charts) as ReadonlyArray<Kind>)("the chart of %s", (kind) => {
  const { reached, left, plays } = explore(kind)
  const all = leaves(charts[kind].root)
  const ends = endsOf(charts[kind].root)

  it("has no state that cannot be reached", () => {
    expect(all.length).toBeGreaterThan(2)
    expect(all.filter((leaf) => !reached.has(leaf))).toEqual([])
  })

  it("has no state that cannot be left, but its ends", () => {
    const stuck = all.filter((leaf) => !left.has(leaf))
    expect(stuck.filter((leaf) => !ends.includes(leaf))).toEqual([])
  })

  if (ends.length === 0) return

  it("ends when it is stopped, wherever it is, if there is anything to stop", () => {
    if (!knows(kind, { type: "STOP", by: bob })) return expect(kind).toBe("departure")
    const begun = plays.filter(isBegun)
    expect(begun.length).toBeGreaterThan(4)
    for (const play of begun)
      expect(hasEnded(stop(onward(kind, play))), JSON.stringify(play.value)).toBe(true)
  })

  it("wakes no more, and owes nothing, once its end is shown", () => {
    for (const ended of plays.filter(hasEnded)) {
      const play = onward(kind, ended)
      for (let step = 0; step < 9 && (play.owed.includes("Show") || play.books.timers.size > 0); step++) {
        if (play.owed.includes("Show")) play.settle("Show", { type: "SHOWN", message: "60" })
        wait(play)
      }
      expect(play.books.timers.size, JSON.stringify(play.value)).toBe(0)
      expect(play.owed).not.toContain("Show")
    }
  })
})
