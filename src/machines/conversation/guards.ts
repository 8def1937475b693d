/** When a conversation takes which way, in the words of its chart. */
import * as purchase from "../budget/purchase.ts"
import * as calls from "./calls.ts"
import * as coordination from "./coordination.ts"
import type { ConversationEvent, Timed } from "../events.ts"
import * as floor from "./floor.ts"
import * as handingOn from "./handing-on.ts"
import * as halting from "./halting.ts"
import * as queueing from "./queueing.ts"
import { inForce, type Mode } from "./settings.ts"
import * as tidying from "./tidying.ts"
import * as turns from "./turns.ts"

interface Args {
  readonly context: floor.Floor
  readonly event: Timed<ConversationEvent>
}

/** Whether the next message is a person's, in one of these modes. */
const isHeard = ({ inbox, settings }: floor.Floor, ...modes: ReadonlyArray<Mode>): boolean =>
  inbox[0]?.via === null && modes.includes(inForce(settings).mode)

export const guards = {
  ...purchase.guards,
  heardSomething: ({ context }: Args) => context.inbox.length > 0,
  hasWork: ({ context }: Args) => context.inbox.length > 0 || context.waiting.length > 0,
  isOff: ({ context }: Args) => inForce(context.settings).mode === "off",
  isCalled: ({ context }: Args) => turns.called(context).length > 0,
  isForOne: ({ context }: Args) => turns.spokenTo(context).length > 0,
  isForAll: ({ context }: Args) => isHeard(context, "all") && turns.all(context).length > 0,
  isForNextInOrder: ({ context }: Args) => coordination.isFor(context, "round_robin"),
  isForLead: ({ context }: Args) => coordination.isFor(context, "supervisor"),
  isForLine: ({ context }: Args) => coordination.isFor(context, "pipeline"),
  owesConclusion: ({ context }: Args) => handingOn.isOver(context),
  owesTidying: ({ context }: Args) => tidying.owes(context),
  isTidied: ({ context, event }: Args) =>
    (event.type === "ANSWERED" || event.type === "UNANSWERED") && tidying.isIts(context, event),
  isMatched: ({ context }: Args) =>
    isHeard(context, "keywords", "manager") && turns.matched(context).length > 0,
  isForManager: ({ context }: Args) =>
    isHeard(context, "manager") ||
    (context.inbox[0]?.toTeam === true && isHeard(context, "mentions", "keywords")),
  isForAlways: ({ context }: Args) => isHeard(context, "keywords") && turns.unasked(context).length > 0,
  isForNext: ({ context, event }: Args) => event.type === "ROUTED" && event.message === context.inbox[0]?.id,
  someoneResponds: ({ context, event }: Args) =>
    event.type === "ROUTED" && turns.chosen(context, event.responders).length > 0,
  isAnnounced: ({ context, event }: Args) =>
    event.type === "ROUTED" && context.settings.standard.announced && event.responders.length > 0,
  turnWaits: ({ context }: Args) => turns.next(context) !== undefined,
  placeFree: ({ context }: Args) => Object.keys(context.underWay).length < inForce(context.settings).atOnce,
  allAnswered: ({ context }: Args) =>
    Object.keys(context.underWay).length === 0 && context.waiting.length === 0,
  isHalted: ({ context }: Args) => context.halted !== null,
  isQuiet: ({ context, event }: Args) =>
    event.at - context.lastHeard >= floor.quietTime && floor.allEnded(context),
  mayRetry: ({ context, event }: Args) => event.type === "FAIL" && event.retry && context.attempts < 3,
  isCaughtUp: ({ context }: Args) => floor.isCaughtUp(context),
  owesLine: ({ context }: Args) => floor.owesLine(context),
  hasSuperseded: ({ context }: Args) => context.superseded.length > 0,
  isPaused: ({ context }: Args) => context.paused !== null,
  owesBoard: ({ context }: Args) => calls.owesBoard(context),
  owesHaltLine: ({ context }: Args) => halting.owesHaltLine(context),
  owesQueueLine: ({ context }: Args) => queueing.owesLine(context),
  owesClosing: ({ context }: Args) => calls.owesClosing(context),
  isContinue: ({ context, event }: Args) =>
    event.type === "PRESSED" && event.button === "continue" && context.unpaid !== null,
  isStop: ({ context, event }: Args) =>
    event.type === "PRESSED" && event.button === "stop" && context.unpaid !== null,
  /** Who waits has been told that day, and is not told again. */
  knowsWhy: ({ event }: Args) => event.type === "UNANSWERED" && event.told === true,
  isUnderWay: ({ context, event }: Args) =>
    event.type === "UNANSWERED" && Object.hasOwn(context.underWay, event.turn),
}
