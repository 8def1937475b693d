/** Performs what charts want done. One line an effect: what it asks of which port, and the event that comes of it. */
import { hash } from "node:crypto"
import { Context, Effect, FiberSet, Layer, Schedule } from "effect"
import { address, idOf, kindOf, type Address } from "../../machines/address.ts"
import type { Effect as Wanted, EffectOf } from "../../machines/effects.ts"
import type { Event } from "../../machines/events.ts"
import type { Turn } from "../../machines/values.ts"
import { alert } from "../alerting/alert.ts"
import { Lessons } from "../lessons/lessons.ts"
import { claimed, spentIn } from "./budgets.ts"
import { nextAfter } from "./calendar.ts"
import { digest } from "./digesting.ts"
import { announce, choose } from "./choosing.ts"
import type { Owed } from "../journal.ts"
import { makeLanes } from "./lanes.ts"
import { ActorUnavailable, Mail, type Envelope } from "../mail.ts"
import { DraftRules, Drafting, makeDrafting } from "./drafting.ts"
import { forget } from "./forgetting.ts"
import { check } from "./membership.ts"
import { Model } from "./model.ts"
import { open } from "./opening.ts"
import { needOf } from "./needs.ts"
import { fail, type Meanwhile } from "./outcome.ts"
import { Placement, poolOf } from "../placement.ts"
import { provision } from "./provision.ts"
import { showQueue } from "./queueing.ts"
import { retract } from "./retracting.ts"
import { answerer, missing, nameOf, Roster } from "./roster.ts"
import { think } from "./thinking.ts"
import { showProgress, useTool } from "./using.ts"
import { Voice } from "./voice.ts"

export class Performer extends Context.Service<
  Performer,
  {
    /**
     * Begins an effect and returns how to stop it. `done` is called once with the event that came of it, or null; `meanwhile`
     * resolves when an event that it tells before is durable.
     */
    readonly perform: (
      by: Address,
      owed: Owed,
      again: boolean,
      done: (outcome: Event | null) => void,
      meanwhile: Meanwhile,
    ) => () => void
    /** An actor broke on an event of this type: whoever supervises it is told. */
    readonly broke: (address: Address, event: string, reason: string) => Effect.Effect<void>
  }
>()("orrery/actors/Performer") {
  static readonly layer: Layer.Layer<Performer, never, Mail | Voice | Model | Roster | Placement> =
    Layer.effect(
      Performer,
      Effect.gen(function* () {
        const ports = yield* Effect.context<Mail | Voice | Model | Roster | Placement>()
        const own = ports.pipe(
          Context.add(Lanes, makeLanes()),
          Context.add(Drafting, makeDrafting(yield* DraftRules)),
        )
        const fork = yield* Effect.provide(FiberSet.makeRuntime<Ports>(), own)
        return {
          perform: (by, owed, again, done, meanwhile) => {
            const fiber = fork(
              carryOut(by, owed, again, meanwhile).pipe(
                untilItWorks(by, owed),
                Effect.annotateLogs({ correlation: owed.cause, actor: by }),
              ),
            )
            fiber.addObserver((exit) => {
              if (exit._tag === "Success") done(exit.value)
            })
            return () => fiber.interruptUnsafe()
          },
          broke: (broken, event, reason) => supervise(broken, event, reason).pipe(Effect.provide(ports)),
        }
      }),
    )
}

type Ports = Mail | Voice | Model | Roster | Placement | Lanes | Drafting
type Outcome = Effect.Effect<Event | null, never, Ports>

class Lanes extends Context.Service<Lanes, ReturnType<typeof makeLanes>>()("orrery/actors/Lanes") {}

const carryOut = (by: Address, owed: Owed, again: boolean, meanwhile: Meanwhile): Outcome => {
  const { effect } = owed
  switch (effect.type) {
    case "Connect":
      return open(by, effect)
    case "Disconnect":
      return disconnect(effect)
    case "Route":
      return choose(effect, again)
    case "Announce":
      return announce(keyOf(by, owed.key), effect, again)
    case "Think":
      return think(by, effect, again, meanwhile)
    case "Use":
      return useTool(keyOf(by, owed.key), effect, again)
    case "Progress":
      return showProgress(effect, again, meanwhile)
    case "Digest":
      return digest(by, owed.key, effect, again)
    case "Say":
      return say(by, owed.key, effect, again)
    case "Retract":
      return retract(effect)
    case "Notice":
      return notice(by, owed.key, effect)
    case "Show":
      return show(by, effect, again)
    case "Queue":
      return showQueue(by, keyOf(by, `queue${effect.of}`), effect)
    case "Allocate":
      return Effect.flatMap(Effect.all([claimed(effect.turn), Roster]), ([turn, team]) =>
        tellPools(by, owed, [turn], () => ({ type: "REQUEST", turn, need: needOf(turn, team) })),
      )
    case "Release":
      return tellPools(by, owed, effect.turns, ({ id }) => ({
        type: "WITHDRAW",
        turn: id,
        ...(effect.gently && { gently: true }),
      }))
    case "Provision":
      return provision(effect)
    case "Recruit":
      return Effect.map(Placement, ({ agentsOf, profilesOf, policy, pools }): Event => ({
        type: "CONNECTED",
        policy,
        agents: [...agentsOf(idOf(by))],
        profiles: profilesOf(idOf(by)),
        others: pools.filter((pool) => pool !== idOf(by)),
      }))
    case "Alert":
      return alert(by, owed.key, effect)
    case "Due":
      return Effect.succeed({ type: "DUE", next: nextAfter(effect) })
    case "Check":
      return check(by, effect)
    case "Forget":
      return forget(by, effect)
    case "Tell":
      return Effect.andThen(
        spentIn(by, effect.event),
        tell(by, owed, effect.to, [{ part: "", event: effect.event }]),
      )
    case "Cancel":
      return Effect.succeed(null)
  }
}

const disconnect = ({ channel }: EffectOf<"Disconnect">): Outcome =>
  Effect.gen(function* () {
    if (channel !== null) yield* (yield* Voice).disconnect(channel)
    return { type: "DISCONNECTED" } as const
  })

/** At most 25 characters, and the same for every attempt: Discord's nonce. */
const keyOf = (by: Address, key: string): string => hash("sha256", `${by}#${key}`, "base64url").slice(0, 22)

const say = (by: Address, key: string, { turn, text, draft }: EffectOf<"Say">, again: boolean): Outcome =>
  Effect.gen(function* () {
    if (turn.aside) return { type: "SAID", messages: [] } as const
    const { id: answers, channel, pinged } = turn.message
    const team = yield* Roster
    const brain = answerer(turn.brain, team)
    if (brain === undefined) return fail(missing(turn.brain, team), false)
    const voice = yield* Voice
    const messages = yield* voice.say({
      key: keyOf(by, key),
      turn: turn.id,
      channel,
      brain,
      text,
      answers,
      pingable: pinged,
      draft: draft ?? null,
      again,
    })
    return { type: "SAID", messages: [...messages] } as const
  }).pipe(Effect.catch(({ reason, remedy }) => Effect.succeed(fail(reason, remedy === "retry"))))

const notice = (
  by: Address,
  key: string,
  { channel, about, text, pings = [] }: EffectOf<"Notice">,
): Outcome =>
  Effect.gen(function* () {
    const said = about === null ? text : `${nameOf(about, yield* Roster)} ${text}`
    yield* (yield* Voice).notice({
      key: keyOf(by, key),
      channel,
      text: said,
      ...(pings.length > 0 && { pingable: pings }),
    })
    return null
  }).pipe(
    Effect.catch(({ reason }) =>
      Effect.as(Effect.logWarning(`${by} could not say “${text}”: ${reason}`), null),
    ),
  )

/** One key for the board, not for the effect: whichever of its attempts came first has made the board. */
const show = (
  by: Address,
  { channel, of = "", message, about, text, buttons }: EffectOf<"Show">,
  again: boolean,
): Outcome =>
  Effect.gen(function* () {
    const said = about === undefined ? text : `**${nameOf(about, yield* Roster)}** ${text}`
    const board = { by, key: keyOf(by, `board${of}`), channel, message, text: said, buttons, again }
    return { type: "SHOWN", message: yield* (yield* Voice).show(board) } as const
  }).pipe(
    Effect.catch(({ reason, remedy }) =>
      Effect.as(Effect.logWarning(`${by} could not show its board: ${reason}`), {
        type: "UNSHOWN",
        reason,
        retry: remedy === "retry",
      } as const),
    ),
  )

const tellPools = (
  by: Address,
  owed: Owed,
  turns: ReadonlyArray<Turn>,
  eventFor: (turn: Turn) => Event,
): Outcome =>
  Effect.gen(function* () {
    const { poolFor } = yield* Placement
    for (const [pool, its] of Map.groupBy(turns, poolFor)) {
      const letters = its.map((turn) => ({ part: `/${turn.id}`, event: eventFor(turn) }))
      yield* tell(by, owed, address("pool", pool), letters)
    }
    return null
  })

const patience = Schedule.min([Schedule.exponential("100 millis"), Schedule.spaced("5 seconds")])

/** An event, and what tells it apart from the others of the same effect. */
interface Part {
  readonly part: string
  readonly event: Event
}

/**
 * At least once, until the actor has it, and in the order in which it was told; the id makes it exactly once. The parts of
 * one effect go together: nothing that is told later passes between them.
 */
const tell = (by: Address, { key, cause }: Owed, to: Address, parts: ReadonlyArray<Part>): Outcome =>
  Effect.gen(function* () {
    const inOrder = yield* Lanes
    const send = ({ part, event }: Part) =>
      deliver(to, { id: `${by}#${key}${part}`, cause, event }).pipe(
        Effect.catch((error) => Effect.logError(`${to} refuses ${event.type} of ${by}: ${error._tag}`)),
      )
    yield* inOrder(`${by} ${to}`, Effect.forEach(parts, send, { discard: true }))
    return null
  })

/** Fails with nothing but `Poisoned`: everything else passes. */
const deliver = (to: Address, envelope: Envelope) =>
  Effect.flatMap(Mail, (mail) => mail.tell(to, envelope)).pipe(
    Effect.catchDefect((defect) => new ActorUnavailable({ address: to, reason: String(defect) })),
    Effect.retry({ schedule: patience, while: (error) => error._tag !== "Poisoned" }),
  )

/** A defect in a port must not end an effect that is owed: it is tried again, less and less often. */
const untilItWorks =
  (by: Address, { effect }: { readonly effect: Wanted }) =>
  (outcome: Outcome): Outcome =>
    outcome.pipe(
      Effect.catchDefect((defect) =>
        Effect.andThen(
          Effect.logError(`${effect.type} of ${by} broke, and is tried again`, defect),
          Effect.fail("again"),
        ),
      ),
      Effect.retry(Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("1 minute")])),
      Effect.orDie,
    )

/**
 * A broken agent fails: its chart answers for its turn. If it breaks on that too, or on the turn itself, its pool is told
 * instead.
 */
const supervise = (broken: Address, event: string, reason: string) =>
  Effect.gen(function* () {
    yield* Effect.logError(`${broken} broke on ${event} and keeps the state it had: ${reason}`)
    yield* (yield* Lessons).note({ kind: "poisoned", where: `${kindOf(broken)} ${event}`, message: reason })
    if (kindOf(broken) !== "agent") return
    const failed: Event = { type: "FAILED", agent: idOf(broken), turn: null, reason }
    const envelope = { id: null, cause: broken }
    if (event === "FAIL" || event === "ALLOCATE") {
      yield* deliver(address("pool", poolOf(broken)), { ...envelope, event: failed })
    } else {
      yield* deliver(broken, { ...envelope, event: fail(reason, false) })
    }
  }).pipe(Effect.ignore)
