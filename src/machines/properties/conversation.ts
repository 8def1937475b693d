/** What is to hold of a conversation. */
import type { Event } from "../events.ts"
import { turnBudget, type Floor } from "../conversation/floor.ts"
import { builtIn, inForce, type Standard } from "../conversation/settings.ts"
import { failures, type Properties } from "./property.ts"
import {
  ada,
  answered,
  bob,
  message,
  paidBy,
  paidOrNot,
  pressed,
  saidAs,
  turn,
  unanswered,
} from "./samples.ts"

const sum = (all: ReadonlyArray<number>): number => all.reduce((total, one) => total + one, 0)

const team: Standard = { ...builtIn, agents: [{ id: "writer" }, { id: "analyst" }], lead: "writer" }

/** How a team may work together, and when it may answer, as the operator lays it down. */
const ways: ReadonlyArray<Standard> = [
  { ...team, mode: "all" },
  { ...team, mode: "keywords", agents: [{ id: "writer", always: true }, { id: "analyst" }] },
  { ...team, mode: "mentions" },
  { ...team, announced: true },
  ...(["round_robin", "supervisor", "pipeline", "sleep_time"] as const).map((coordination) => ({
    ...team,
    coordination,
  })),
]

/** What a conversation hears when sleep time begins: it is tidied up for who was answered. */
const asleep: ReadonlyArray<Event> = [
  { type: "MESSAGE", message: message(50_000, { called: ["writer"] }), standard: ways.at(-1)! },
  { type: "CONNECTED", recent: [] },
  answered(turn("writer", message(50_000, { called: ["writer"] })), "I see."),
]

/** Nobody has said yet how it is to be. */
const isAsBuilt = ({ settings: { standard, own } }: Floor): boolean =>
  standard === builtIn && own.talk === undefined

/** How it is to be from now on, and what is told of it: said once, so that all of what follows can be explored. */
const changes = (id: string): ReadonlyArray<Event> => [
  ...ways.map((standard): Event => ({ type: "MESSAGE", message: message(id), standard })),
  { type: "SET", by: ada, talk: "writer" },
  { type: "SET", by: ada, mode: "off" },
  { type: "SET", by: ada, mode: null },
  { type: "ALLOCATE" },
  { type: "CLEAR", by: ada },
  { type: "EDITED", message: "50000", text: "good bye" },
  { type: "DELETED", messages: ["50000"] },
]

/** Two agents call each other, each with something new to say. */
const call = (context: Floor): ReadonlyArray<Event> =>
  Object.values(context.underWay).flatMap((turn) => {
    const n = context.tally.replies
    const other = turn.brain === "writer" ? "analyst" : "writer"
    return [
      answered(turn, "I see."),
      answered(turn, `one${n} two${n} three${n}`, [other]),
      unanswered(turn),
      { ...unanswered(turn), told: true } as Event,
    ]
  })

/** So often agents have called each other, each the next one. */
const calling = (brains: ReadonlyArray<string>, calls: number): ReadonlyArray<Event> => {
  let about = message(50_000, { called: ["writer"] })
  const events: Array<Event> = [
    { type: "MESSAGE", message: about },
    { type: "CONNECTED", recent: [] },
  ]
  for (let n = 0; n < calls; n++) {
    const [brain, next] = [brains[n % brains.length]!, brains[(n + 1) % brains.length]!]
    const said = turn(brain, about)
    events.push(answered(said, `this${n} is${n} new${n}`, [next]))
    about = { ...about, id: saidAs(said), via: brain }
  }
  return events
}

/** Two pause after three calls; of three nobody does, until the budget is spent. */
const pair = ["writer", "analyst"]
const three = [...pair, "critic"]

export const conversation: Properties<Floor> = {
  comes: ({ context }) => {
    const id = 50_000 + context.tally.messages
    return [
      { type: "MESSAGE", message: message(id, { called: ["writer"] }) },
      { type: "MESSAGE", message: message(id, { author: bob }) },
      { type: "MESSAGE", message: message(id, { called: ["writer", "analyst", "critic"] }) },
      { type: "MESSAGE", message: message(id), missed: { since: 0, answerWithin: 0 } },
      { type: "CAUGHT_UP", more: false },
      ...Object.keys(context.underWay)
        .slice(0, 1)
        .map(
          (turn) => ({ type: "QUEUED", turn, place: turn in context.queued ? 0 : 1, about: null }) as const,
        ),
      { type: "HALT", by: ada, via: "word" },
      { type: "RESUME", by: ada },
      ...(isAsBuilt(context) ? changes(String(id)) : []),
      { type: "MESSAGE", message: message(id, { guild: null, matched: ["writer"] }) },
      ...(context.tidying === null
        ? []
        : [{ ...answered(context.tidying, ""), messages: [] } as Event, unanswered(context.tidying)]),
      ...(context.board === null ? [] : [pressed("continue"), pressed("stop")]),
      ...paidOrNot(context.purchase),
      ...call(context),
    ]
  },
  gist: ({
    inbox,
    waiting,
    underWay,
    halted,
    attempts,
    budget,
    unpaid,
    paused,
    pair,
    board,
    catchUp,
    settings,
    untidied,
    purchase,
  }) => [
    paidBy(purchase),
    [settings.standard.coordination, settings.standard.mode, settings.standard.announced],
    [inForce(settings).mode, settings.own.talk],
    untidied.length,
    [Math.min(inbox.length, 2), Math.min(waiting.length, 2)],
    Object.values(underWay)
      .map(({ brain }) => brain)
      .toSorted(),
    [halted?.told, attempts],
    [budget, unpaid === null, paused === null, pair?.calls],
    board && board.message === null,
    catchUp === null,
  ],
  always: {
    "the turn budget is never negative, and never more than was given": ({ context }) =>
      context.budget >= 0 && context.budget <= turnBudget,
    "every message of a person is answered, unrouted, open or heard": ({ context: { tally, open, inbox } }) =>
      tally.messages ===
      tally.answered +
        tally.unrouted +
        sum(Object.values(open).map(({ people }) => people)) +
        inbox.filter(({ via }) => via === null).length,
    "no more agents answer at once than is set": ({ context: { underWay, settings } }) =>
      Object.keys(underWay).length <= Math.max(1, inForce(settings).atOnce),
    "no more lines are kept than is set": ({ context: { recent, settings } }) =>
      recent.length <= inForce(settings).kept,
    "nothing is set aside for the manager but while it chooses": ({ context, value }) =>
      context.purchase === null || JSON.stringify(value).includes('"routing"'),
    "every turn belongs to a message that is open": ({ context: { open, waiting, underWay } }) =>
      [...waiting, ...Object.values(underWay)].every((turn) => Object.hasOwn(open, turn.message.id)),
  },
  atRest: {
    "no call of an agent's waits for ever": ({ context }) => context.paused === null,
    "no message waits to be routed, and no turn for a place": ({ context: { inbox, waiting, underWay } }) =>
      Object.keys(underWay).length > 0 || inbox.length + waiting.length === 0,
  },
  strays: failures,
  untaken: Object.fromEntries(
    ["active|RELEASE|0", "idle|RELEASE|0", "tidying|RELEASE|0"].map((edge) => [
      edge,
      "RELEASE is told to agents and constellations alone",
    ]),
  ),
  begun: [calling(pair, 2), calling(pair, 3), calling(three, turnBudget + 1), asleep],
  heard: [
    {
      name: "STOP",
      when: () => true,
      event: () => ({ type: "HALT", by: ada, via: "word" }),
      then: ({ context }, before, asks) => {
        const { halted, inbox, waiting, underWay } = context
        const over = halted !== null && inbox.length + waiting.length + Object.keys(underWay).length === 0
        const given = asks.flatMap((effect) => (effect.type === "Release" ? effect.turns : []))
        return (
          over && Object.keys(before.context.underWay).every((id) => given.some((turn) => turn.id === id))
        )
      },
    },
  ],
}
