/** Our stepper does what XState does: the same snapshots and the same actions, for any events, on every chart. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  initialTransition,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
} from "xstate"
import type { Kind } from "../../src/machines/address.ts"
import { charts } from "../../src/machines/index.ts"
import { isEffectType } from "../../src/machines/effects.ts"
import { makeStepper, type Step } from "../../src/actors/step.ts"
import {
  ada,
  asks,
  assigned,
  motion,
  ballot,
  bob,
  heard,
  limit,
  plan,
  pressed,
  reserve,
  routed,
  thought,
  timetable,
  turn,
} from "../machines/support/words.ts"
import { template } from "../support/template.ts"

const input = { id: "0-0001", pool: "0" }
const given = [turn("a"), turn("b", { guild: "202" })]

const words: Record<Kind, ReadonlyArray<object>> = {
  conversation: [
    heard({ id: "40", called: ["a", "b"] }),
    heard({ id: "41", matched: ["a"] }),
    heard({ id: "42" }),
    { ...heard({ id: "43" }), missed: { since: 0, answerWithin: 60_000 } },
    { ...heard({ id: "44", called: ["b"] }), missed: { since: 0, answerWithin: 9e15 } },
    routed("43", ["a", "b"]),
    { type: "CAUGHT_UP", more: false },
    routed("42", ["a"]),
    routed("42", []),
    { type: "CONNECTED", recent: [] },
    { type: "ANSWERED", turn: "40.a", brain: "a", text: "x", messages: ["50"], calls: ["b"] },
    { type: "UNANSWERED", turn: "40.b", reason: "x" },
    { type: "HALT", by: ada },
    { type: "RESUME", by: ada },
    { type: "xstate.after.quietTime.conversation.active.working.attention.attentive" },
  ],
  agent: [
    ...given.flatMap((of) => [
      { type: "ALLOCATE", turn: of },
      { type: "STOP", turn: of.id },
    ]),
    { type: "ALLOCATE", turn: { ...turn("c"), claim: { tokens: 60, limits: [limit()] } } },
    { type: "CONNECTED" },
    { type: "GRANTED", turn: given[0]!.id, budget: "budget/user-101" },
    thought(),
    { type: "SAID", messages: ["50"] },
    { type: "xstate.after.backoff.agent.life.allocated.retrying" },
    { type: "xstate.after.quarantine.agent.health.quarantined" },
  ],
  constellation: [
    { type: "ALLOCATE", user: ada },
    { type: "AGENTS_READY", template, agents: ["writer"], later: ["analyst"] },
    { type: "MEMORY_READY", blocks: [] },
    { type: "GROUPS_READY", groups: template.groups },
    { type: "NEED", brain: "analyst" },
    { type: "APPLY", template },
    { type: "ADD", brain: "critic" },
    { type: "REMOVE", brain: "writer" },
    { type: "RENAME", brain: "analyst", name: "Ann" },
    { type: "RESET", template },
    { type: "REMEMBER", user: ada, brain: "a", turn: "1.a", asked: "?", answered: "!" },
    {
      type: "EDIT",
      by: { agent: "a" },
      edits: [{ tool: "append", label: "user", agent: null, text: "tea" }],
    },
    { type: "RESTORE", by: ada, label: "user", agent: null, past: null },
    { type: "DIGESTED", brain: "a", text: "-", model: "m", usage: { input: 1, output: 1 }, ms: 1 },
  ],
  pool: [
    { type: "ALLOCATE" },
    { type: "CONNECTED", agents: ["0-0001", "0-0002"] },
    ...given.flatMap((of) => [
      { type: "REQUEST", turn: of },
      { type: "WITHDRAW", turn: of.id },
      { type: "IDLED", agent: "0-0001", turn: of.id },
      { type: "FAILED", agent: "0-0001", turn: of.id, reason: "x" },
    ]),
    { type: "RELEASED", agent: "0-0001" },
    { type: "PROBE", agent: "0-0001" },
    { type: "ROUND" },
    { type: "ALIVE", agent: "0-0001", turn: null, held: null, home: null },
    { type: "DRAIN" },
    { type: "SERVE" },
    { type: "ALARM", load: "scarce", agents: 2, used: 2, waiting: 1, longest: 5, over: 0, cooldown: 10 },
    { type: "ADD_AGENTS", count: 1 },
    { type: "DRAIN_AGENT", agent: "0-0001" },
    { type: "RESTORE_AGENT", agent: "0-0001" },
    { type: "xstate.after.quietTime.pool.active.serving" },
  ],
  vote: [
    { type: "OPEN_VOTE", ballot: ballot({ agents: [{ brain: "a", name: "A" }], tie: "again" }) },
    pressed("option-0"),
    pressed("option-1", bob),
    pressed("close", ada),
    pressed("cancel", bob),
    { type: "SHOWN", message: "60" },
    { type: "UNSHOWN", reason: "x", retry: true },
    { type: "UNSHOWN", reason: "x", retry: false },
    { type: "ANSWERED", turn: "0-0001.1.a", brain: "a", text: "2. Yes", messages: ["50"], calls: [] },
    { type: "UNANSWERED", turn: "0-0001.2.a", reason: "x" },
    { type: "STOP", by: bob },
    { type: "xstate.after.redrawTime.vote.board.resting" },
    { type: "xstate.after.openTime.vote.life.open" },
  ],
  debate: [
    { type: "OPEN_DEBATE", motion: motion() },
    ...["round-1.a", "round-1.b", "round-2.a", "round-2.b", "verdict-1.j", "verdict-2.j"].flatMap((step) => [
      {
        type: "ANSWERED",
        turn: `0-0001.${step}`,
        brain: step.at(-1),
        text: "A has said more than all the others.",
        messages: ["50"],
        calls: [],
      },
      { type: "UNANSWERED", turn: `0-0001.${step}`, reason: "x" },
    ]),
    { type: "ANSWERED", turn: "0-0001.verdict-1.j", brain: "j", text: "A.", messages: ["50"], calls: [] },
    pressed("stop", bob),
    { type: "SHOWN", message: "60" },
    { type: "UNSHOWN", reason: "x", retry: true },
    { type: "UNSHOWN", reason: "x", retry: false },
    { type: "STOP", by: bob },
    { type: "xstate.after.turnTime.debate.life.active.speaking" },
    { type: "xstate.after.turnTime.debate.life.active.judging" },
  ],
  workflow: [
    { type: "BEGIN", plan: plan(), topic: "tea", by: ada, channel: "50", guild: "51" },
    { type: "SHOWN", message: "60" },
    { type: "UNSHOWN", reason: "x", retry: true },
    { type: "ANSWERED", turn: "0-0001.draft.1.a", brain: "a", text: "Tea", messages: ["50"], calls: [] },
    { type: "UNANSWERED", turn: "0-0001.draft.1.a", reason: "x" },
    pressed("approve-1"),
    pressed("reject-1"),
    pressed("stop", bob),
    { type: "STOP", by: bob },
    { type: "xstate.after.redrawTime.workflow.board.resting" },
    { type: "xstate.after.firstDue.workflow.life.running.working" },
  ],
  schedule: [
    { type: "CREATE", timetable: timetable() },
    { type: "CREATE", timetable: timetable({ missed: "all", agent: null }) },
    { type: "DUE", next: 1_700_000_000_000 },
    { type: "DUE", next: null },
    { type: "CHECKED", barred: null },
    { type: "CHECKED", barred: "x" },
    { type: "PAUSE", by: ada },
    { type: "RESUME", by: bob },
    { type: "STOP", by: bob },
    { type: "xstate.after.untilDue.schedule.waiting" },
  ],
  guild: [
    { type: "DEFINE", plan: plan(), by: ada },
    { type: "DEFINE", plan: { ...plan(), name: "other" }, by: bob },
    { type: "FORGET", name: "post", by: ada },
    { type: "BEGUN", work: "workflow/1", name: "post", channel: "50", by: ada },
    { type: "ENDED", work: "workflow/1" },
  ],
  summary: [
    {
      type: "OPEN_SUMMARY",
      recap: { brain: "a", since: 1000, lines: [], aside: false, by: ada, channel: "50", guild: "51" },
    },
    {
      type: "ANSWERED",
      turn: "0-0001.summary.a",
      brain: "a",
      text: "Tea",
      messages: ["60"],
      calls: [],
    },
    { type: "UNANSWERED", turn: "0-0001.summary.a", reason: "x" },
    { type: "STOP", by: bob },
    { type: "xstate.after.turnTime.summary.asking" },
  ],
  archive: [
    { type: "ARCHIVE", brain: "a", exchanges: [{ asked: "?", answered: "!", at: 1, turn: "1.a" }] },
    { type: "ARCHIVE", brain: "b", exchanges: [{ asked: "?", answered: "!", at: 0 }] },
    { type: "EMPTY", by: ada },
  ],
  permit: [
    asks,
    { ...asks, use: { ...asks.use, input: '{"text":"rm *"}' } },
    { ...asks, turn: { ...asks.turn, aside: true } },
    { type: "WITHDRAW_ASK", turn: asks.turn.id, use: asks.use.id, agent: asks.agent },
    ...[
      "once-1",
      "here-1",
      "server-1",
      "always-1",
      "always-1-wide",
      "once-2",
      "no-1",
      "never-1",
      "scope",
    ].map((button) => pressed(button)),
    pressed("once-1", bob),
    { type: "SHOWN", message: "60" },
    { type: "UNSHOWN", reason: "x", retry: true },
    { type: "UNSHOWN", reason: "x", retry: false },
    { type: "STOP", by: bob },
    { type: "xstate.after.redrawTime.permit.board.resting" },
    { type: "xstate.after.askedFor.permit.life.asking" },
  ],
  departure: [
    { type: "ASK", by: ada },
    { type: "PRESSED", button: "forget", by: bob, channel: "301", manages: true },
    { type: "PRESSED", button: "forget", by: ada, channel: "301", manages: false },
    { type: "SURVEYED", known: { names: ["Ada"], messages: ["1"], texts: ["hello"] } },
    { type: "FAIL", reason: "somebody is at work", retry: true },
    { type: "xstate.after.backoff.departure.leaving.retrying" },
    { type: "SURVEYED", known: { names: ["Ada"], messages: ["2"], texts: [] } },
    { type: "QUIETED" },
    { type: "ERASED", erased: 3, rewritten: 2, archived: 1 },
    { type: "PROVEN", looked: 10, found: ["pool/0"] },
    { type: "xstate.after.backoff.departure.leaving.retrying" },
    { type: "SURVEYED", known: { names: [], messages: [], texts: [] } },
    { type: "QUIETED" },
    { type: "ERASED", erased: 0, rewritten: 1, archived: 0 },
    { type: "PROVEN", looked: 10, found: [] },
  ],
  lessons: [
    {
      type: "LEARNT",
      news: [
        {
          id: "a",
          kind: "overload",
          where: "model m",
          message: "… has trouble (<n>)",
          seen: 2,
          first: 1,
          last: 2,
          fixes: [{ fix: "asked again", tried: 1, helped: 1, last: 2, undone: 0 }],
        },
      ],
    },
    { type: "FORGET_ALL", by: ada },
  ],
  roster: [
    { type: "DISABLE", brain: "a", by: ada },
    { type: "DEPRECATE", brain: "a", successor: "b", by: null },
    {
      type: "MISSED",
      missed: { brain: "a", name: "A", successor: "B" },
      channel: "301",
      by: ada,
    },
    { type: "ENABLE", brain: "b", filed: false, by: null },
    { type: "ENABLE", brain: "a", filed: true, by: ada },
    {
      type: "COUNTED",
      done: {
        a: {
          asked: 2,
          answered: 1,
          failed: 1,
          stopped: 0,
          input: 90,
          output: 10,
          cost: 0.5,
          unpriced: 0,
          last: 1,
        },
      },
    },
  ],
  partners: [
    { type: "ENLIST", user: bob, template: null, by: ada, guild: "201" },
    { type: "ENLIST", user: bob, template: "research", by: ada, guild: "201" },
    { type: "DISMISS", user: bob.id, by: ada },
  ],
  knowledge: [
    { type: "LEARN", label: "launch", text: "3 March", by: ada },
    { type: "LEARN", label: "Launch", text: "4 March", by: bob },
    { type: "LEARN", label: "place", text: "Oslo", by: bob },
    { type: "UNLEARN", label: "launch", by: ada },
  ],
  assignment: [
    assigned(),
    assigned({ agent: null }),
    routed("0-0001", ["analyst"]),
    { type: "ANSWERED", turn: "0-0001.task.writer", brain: "writer", text: "x", messages: ["50"], calls: [] },
    { type: "UNANSWERED", turn: "0-0001.task.analyst", reason: "x" },
    { type: "SHOWN", message: "60" },
    { type: "UNSHOWN", reason: "x", retry: false },
    pressed("stop"),
    { type: "STOP", by: bob },
    { type: "xstate.after.patience.assignment.life.working" },
  ],
  budget: [
    reserve("1.a", 60),
    reserve("2.a", 60),
    { type: "SETTLE", turn: "1.a", tokens: 30 },
    { type: "RETURN", turn: "2.a" },
    { type: "xstate.after.untilRefill.budget.spent" },
  ],
}

const always: ReadonlyArray<object> = [
  { type: "RELEASE" },
  { type: "DISCONNECTED" },
  { type: "FAIL", reason: "x", retry: true },
  { type: "FAIL", reason: "x", retry: false },
  { type: "NEVER_HEARD_OF" },
]

type Action = { readonly type: string; readonly params: unknown }

/** What XState's own actions say, in the stepper's words. */
const inOurWords = (actions: ReadonlyArray<Action>): Pick<Step, "effects" | "timers"> => ({
  effects: actions
    .filter(({ type }) => isEffectType(type))
    .map(({ type, params }) => ({ type, ...(params as object) })) as never,
  timers: actions.flatMap(({ type, params }): Array<Step["timers"][number]> => {
    const { id, event, delay, sendId } = params as {
      id: string
      event: EventObject
      delay?: number
      sendId: string
    }
    if (type === "xstate.raise" && delay !== undefined)
      return [{ type: "arm", id: id ?? event.type, event, delay }]
    return type === "xstate.cancel" ? [{ type: "disarm", id: sendId }] : []
  }),
})

describe.each(Object.entries(charts) as ReadonlyArray<[Kind, AnyStateMachine]>)(
  "the stepper of %s",
  (kind, chart) => {
    const stepper = makeStepper(chart)
    const events = [...words[kind], ...always] as ReadonlyArray<EventObject>
    /** XState takes the regions of a parallel state in the order they were entered in, the stepper in the chart's. */
    const inOrder = (snapshot: AnyMachineSnapshot) => stepper.restore(stepper.keep(snapshot))
    const seen = (snapshot: AnyMachineSnapshot) => JSON.stringify(stepper.keep(snapshot))

    it("does what transition() does", () => {
      fc.assert(
        fc.property(fc.array(fc.nat(events.length - 1), { maxLength: 30 }), (choices) => {
          let [theirs, actions] = initialTransition(chart, input)
          theirs = inOrder(theirs)
          let ours = stepper.initial(input)
          for (const [n, choice] of [-1, ...choices].entries()) {
            if (choice >= 0) {
              const event = { ...events[choice]!, at: 1000 * n }
              ;[theirs, actions] = transition(chart, theirs, event)
              theirs = inOrder(theirs)
              ours = stepper.next(ours.snapshot, event)
            }
            expect(seen(ours.snapshot)).toBe(seen(theirs))
            const { effects, timers } = ours
            expect({ effects, timers }).toEqual(inOurWords(actions as never))
          }
        }),
        { numRuns: 100, examples: kind === "conversation" ? [[[1, 2, 9, 7]]] : [] },
      )
    })

    it("goes on in the same way from what was kept, and keeps it in the same order", () => {
      fc.assert(
        fc.property(fc.array(fc.nat(events.length - 1), { maxLength: 30 }), (choices) => {
          let live = stepper.initial(input).snapshot
          let kept = live
          for (const [n, choice] of choices.entries()) {
            const event = { ...events[choice]!, at: 1000 * n }
            const { snapshot, ...wanted } = stepper.next(live, event)
            const again = stepper.next(stepper.restore(JSON.parse(seen(kept)) as never), event)
            live = snapshot
            kept = again.snapshot
            expect(seen(kept)).toBe(seen(live))
            expect(again).toMatchObject(wanted)
          }
        }),
        { numRuns: 200, examples: kind === "conversation" ? [[[0, 3, 6, 9, 5]]] : [] },
      )
    })

    it("names the machine with its version", () => {
      expect(stepper.machine).toBe(`${kind}@${chart.version}`)
    })
  },
)
