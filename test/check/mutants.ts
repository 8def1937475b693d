/** Charts with one thing changed by hand, as it happens when somebody edits them. */
import { assign, createMachine, type AnyStateMachine } from "xstate"
import type { Kind } from "../../src/machines/address.ts"
import { charts } from "../../src/machines/index.ts"
import * as roll from "../../src/machines/pool/roll.ts"
import * as run from "../../src/machines/team/run.ts"
import { confirm } from "../../src/machines/departure/events.ts"
import * as turns from "../../src/machines/conversation/turns.ts"

export interface Mutant {
  readonly kind: Kind
  /** What was changed. */
  readonly change: string
  readonly chart: AnyStateMachine
}

// oxlint-disable-next-line typescript/no-explicit-any -- a chart's configuration has a type of its own for each chart
type Config = Record<string, any>
// oxlint-disable-next-line typescript/no-explicit-any -- so has what an action is given
type Args = any

const copied = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(copied)
    : typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner)]))
      : value

/** Another structure. */
const edited = (kind: Kind, change: string, edit: (config: Config) => void): Mutant => {
  const machine = charts[kind] as AnyStateMachine
  const config = copied(machine.config) as Config
  edit(config)
  return { kind, change, chart: createMachine(config as never, machine.implementations as never) }
}

/** Other guards, actions or delays. */
const provided = (kind: Kind, change: string, others: object): Mutant => ({
  kind,
  change,
  chart: (charts[kind] as AnyStateMachine).provide(others as never) as AnyStateMachine,
})

const no = () => false
const yes = () => true
const nothing = () => {}

export const mutants: ReadonlyArray<Mutant> = [
  provided("conversation", "guard isForNext never holds", { guards: { isForNext: no } }),
  provided("conversation", "guard isCalled never holds", { guards: { isCalled: no } }),
  provided("conversation", "guard placeFree always holds", { guards: { placeFree: yes } }),
  provided("conversation", "HALT does not halt", { actions: { halt: nothing } }),
  provided("conversation", "delay quietTime is 5 min", { delays: { quietTime: 5 * 60_000 } }),
  provided("conversation", "noteSilence does not end the turn", { actions: { noteSilence: nothing } }),
  provided("conversation", "noteAnswer counts a call twice, and no bound", {
    actions: {
      noteAnswer: assign(({ context, event }: Args) => ({
        ...turns.answered(context, event),
        budget: context.budget - 2 * event.calls.length,
      })),
    },
  }),
  edited("conversation", "retrying has no backoff", ({ states }) => {
    delete states.allocated.states.retrying.after
  }),
  edited("conversation", "pausing has no end", ({ states }) => {
    delete states.active.states.working.states.pairs.states.pausing.after
  }),
  provided("agent", "SAID does not end the turn", { actions: { endTurn: nothing } }),
  provided("agent", "guard failsTooOften never holds", { guards: { failsTooOften: no } }),
  edited("agent", "STOP is not heard while active", ({ states }) => {
    delete states.life.states.active.on.STOP
  }),
  edited("agent", "retrying has no backoff", ({ states }) => {
    delete states.life.states.allocated.states.retrying.after
  }),
  edited("agent", "idle has no timeout", ({ states }) => {
    delete states.life.states.idle.after
  }),
  provided("pool", "IDLED does not free the agent", { actions: { idled: nothing } }),
  provided("pool", "a turn that is given stays in the queue", {
    actions: {
      match: assign(({ context, event }: Args) => {
        const { queue: _, ...rest } = roll.match(context, event.at) as roll.Roll
        return rest
      }),
    },
  }),
  provided("pool", "an agent that failed is never probed", { actions: { probeLater: nothing } }),
  provided("pool", "guard leavesTurn never holds", { guards: { leavesTurn: no } }),
  edited("vote", "STOP is not heard", ({ states }) => {
    delete states.life.states.open.on.STOP
  }),
  edited("vote", "open has no end", ({ states }) => {
    delete states.life.states.open.after
  }),
  provided("workflow", "guard isDone never holds", { guards: { isDone: no } }),
  provided("workflow", "countAttempt counts twice", {
    actions: {
      countAttempt: assign(({ context }: Args) => {
        const once = { ...context, ...run.countAttempt(context) }
        return { ...once, ...run.countAttempt(once) }
      }),
    },
  }),
  provided("debate", "guard isOver never holds", { guards: { isOver: no } }),
  provided("schedule", "PAUSE keeps what is due", { actions: { pause: assign({ paused: true }) } }),
  provided("budget", "guard fits always holds", { guards: { fits: yes } }),
  provided("agent", "guard isAsked never holds", { guards: { isAsked: no } }),
  provided("agent", "STOP withdraws no question", { actions: { withdraw: nothing } }),
  provided("agent", "begin begins all calls at once", {
    actions: {
      begin: assign(({ context: { using } }: Args) => ({
        using: { ...using, underWay: using.uses.map(({ id }: Args) => id) },
      })),
    },
  }),
  provided("agent", "endRound keeps what was wanted", { actions: { endRound: nothing } }),
  provided("agent", "a grant is not given back", { actions: { giveBack: nothing } }),
  edited("agent", "PING is not answered", (config) => {
    delete config["on"].PING
  }),
  provided("pool", "ROUND asks nobody", { actions: { patrol: assign({ nextRound: null }) } }),
  provided("pool", "BORROW lends nothing", { actions: { lend: nothing } }),
  provided("pool", "RETURNED leaves it lent", { actions: { noteReturned: nothing } }),
  edited("constellation", "retrying has no backoff", ({ states }) => {
    delete states.allocated.states.retrying.after
  }),
  provided("constellation", "REPEAL takes nothing back", { actions: { repeal: nothing } }),
  provided("constellation", "a digest leaves what was set aside", { actions: { endPurchase: nothing } }),
  edited("assignment", "working has no end", ({ states }) => {
    delete states.life.states.working.after
  }),
  provided("assignment", "guard mayStop never holds", { guards: { mayStop: no } }),
  edited("summary", "asking has no end", ({ states }) => {
    delete states.asking.after
  }),
  provided("archive", "what comes late stands last", {
    actions: {
      archive: assign(({ context, event }: Args) => ({
        exchanges: [...context.exchanges, ...event.exchanges],
      })),
    },
  }),
  provided("knowledge", "guard hasRoom always holds", { guards: { hasRoom: yes } }),
  provided("partners", "guard isKnown always holds", { guards: { isKnown: yes } }),
  provided("departure", "words are kept when it is over", { actions: { forgetTexts: nothing } }),
  provided("departure", "anybody confirms", {
    guards: { confirms: ({ event }: Args) => event.type === "PRESSED" && event.button === confirm },
  }),
  edited("departure", "retrying has no backoff", ({ states }) => {
    delete states.leaving.states.retrying.after
  }),
  edited("permit", "asking has no end", ({ states }) => {
    delete states.life.states.asking.after
  }),
  edited("permit", "STOP is not heard while it is asked", ({ states }) => {
    delete states.life.states.asking.on.STOP
  }),
  provided("permit", "nobody is told what was decided", { actions: { answer: nothing } }),
  provided("permit", "what was decided is not remembered", { actions: { remember: nothing } }),
  provided("roster", "guard isNews always holds", { guards: { isNews: yes } }),
  provided("roster", "guard isThinned never holds", { guards: { isThinned: no } }),
  provided("lessons", "guard isFull never holds", { guards: { isFull: no } }),
  provided("schedule", "guard isBarred never holds", { guards: { isBarred: no } }),
  provided("guild", "HALTED stops nothing", { actions: { stopWorks: nothing } }),
]
