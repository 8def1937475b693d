/**
 * Charts that talk to each other: conversations, a pool and its agents. Letters between two of them keep their order, and
 * everything else happens in any order that a source of choices likes.
 */
import { address, idOf, kindOf, type Address } from "../../../src/machines/address.ts"
import type { Effect } from "../../../src/machines/effects.ts"
import type { Event } from "../../../src/machines/events.ts"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import { builtIn, type Change, type Standard } from "../../../src/machines/conversation/settings.ts"
import type { AgentContext } from "../../../src/machines/agent/agent.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { Play, start } from "./play.ts"
import { fail, message, routed, thought, used, wants } from "./words.ts"

const brains = ["a", "b", "c", "d"]

const standard: Standard = {
  ...builtIn,
  announced: true,
  lends: "chosen",
  agents: [{ id: "a" }, { id: "b", lent: 2 }, { id: "c" }, { id: "d", always: true }],
}
const settings: ReadonlyArray<Change> = [
  { mode: "mentions" },
  { mode: "keywords", atOnce: 1 },
  { mode: "all", team: ["a", "c"] },
  { mode: "off" },
  { mode: null, pace: null, atOnce: null, team: null },
  { pace: "inTurn" },
  { kept: 3, lent: 50 },
  { atOnce: 5, kept: null, lent: 0 },
]

/** Picks a number from 0 up to, and without, `below`. */
export type Choose = (below: number) => number

export class System {
  now = start
  readonly #choose: Choose
  readonly #agents: ReadonlyArray<string>
  readonly actors = new Map<Address, Play<unknown>>()
  /** Letters under way, by `from to`. */
  readonly #lanes = new Map<string, Array<Event>>()
  /** How often each turn was said. */
  readonly said = new Map<string, number>()
  /** What was said as the answer to something else. */
  readonly mixedUp: Array<string> = []
  heard = 0
  #ids = 900_000

  constructor(choose: Choose, agents: number) {
    this.#choose = choose
    this.#agents = Array.from({ length: agents }, (_, n) => `0-000${n + 1}`)
  }

  actor(of: Address): Play<unknown> {
    const known = this.actors.get(of)
    if (known !== undefined) return known
    const play = new Play<unknown>(kindOf(of), { id: idOf(of), pool: "0" })
    this.actors.set(of, play)
    return play
  }

  #send(from: string, to: Address, event: Event): void {
    if (kindOf(to) === "constellation") return
    const lane = this.#lanes.get(`${from} ${to}`) ?? []
    lane.push(event)
    this.#lanes.set(`${from} ${to}`, lane)
  }

  /** Takes what can be done at once out of an actor's outbox. */
  #posted(of: Address): void {
    const play = this.actor(of)
    const outbox = new Map(play.books.outbox)
    for (const [key, { effect }] of play.books.outbox) {
      if (this.#passOn(of, effect)) outbox.delete(key)
    }
    play.books = { ...play.books, outbox }
  }

  #passOn(of: Address, effect: Effect): boolean {
    const pool = address("pool", "0")
    if (effect.type === "Tell") this.#send(of, effect.to, effect.event)
    else if (effect.type === "Allocate") this.#send(of, pool, { type: "REQUEST", turn: effect.turn })
    else if (effect.type === "Release") {
      for (const { id } of effect.turns) this.#send(of, pool, { type: "WITHDRAW", turn: id })
    } else return ["Notice", "Announce", "Progress"].includes(effect.type)
    return true
  }

  tell(of: Address, event: Event): void {
    const play = this.actor(of)
    play.now = this.now
    play.tell(event)
    this.#posted(of)
  }

  #pick<A>(all: ReadonlyArray<A>): A | undefined {
    return all.length === 0 ? undefined : all[this.#choose(all.length)]
  }

  /** A letter arrives. */
  deliver(): boolean {
    const lane = this.#pick([...this.#lanes].filter(([, letters]) => letters.length > 0))
    if (lane === undefined) return false
    const to = lane[0].split(" ")[1] as Address
    this.tell(to, lane[1].shift()!)
    return true
  }

  /** An effect comes to something; `luck` is how many in ten come to something good. */
  settle(luck: number): boolean {
    const owed = [...this.actors].flatMap(([of, play]) =>
      [...play.books.outbox.values()].map(({ effect }) => ({ of, play, effect })),
    )
    const one = this.#pick(owed)
    if (one === undefined) return false
    one.play.now = this.now
    one.play.settle(one.effect, this.#outcome(one.of, one.effect, this.#choose(10) < luck))
    this.#posted(one.of)
    return true
  }

  #outcome(of: Address, effect: Effect, good: boolean): Event {
    switch (effect.type) {
      case "Connect":
        if (!good) return fail("no permission", this.#choose(2) === 0)
        return kindOf(of) === "agent" ? { type: "CONNECTED" } : { type: "CONNECTED", recent: [], standard }
      case "Route":
        return routed(effect.message.id, this.#some())
      case "Think":
        if (!good) return fail()
        return effect.rounds === undefined && this.#choose(4) === 0
          ? wants("allow", "deny", "allow")
          : thought(`about ${effect.turn.id}`, this.#some())
      case "Use":
        return used(effect.use.id, { ok: good })
      case "Say":
        if (!good) return fail()
        if (effect.text !== `about ${effect.turn.id}`) this.mixedUp.push(effect.text)
        this.said.set(effect.turn.id, (this.said.get(effect.turn.id) ?? 0) + 1)
        return { type: "SAID", messages: [String(++this.#ids)] }
      case "Recruit":
        return { type: "CONNECTED", agents: [...this.#agents] }
      case "Queue":
        return { type: "QUEUE_SHOWN", message: good && effect.waits.length > 0 ? "61" : null }
      default:
        return { type: "DISCONNECTED" }
    }
  }

  #some(): ReadonlyArray<string> {
    return Array.from({ length: this.#choose(4) }, () => brains[this.#choose(brains.length)]!)
  }

  /** Somebody's timer that is due next fires. */
  tick(): boolean {
    const due = [...this.actors]
      .flatMap(([of, play]) => [...play.books.timers.values()].map((timer) => ({ of, play, due: timer.due })))
      .toSorted((a, b) => a.due - b.due)[0]
    if (due === undefined) return false
    this.now = Math.max(this.now, due.due)
    due.play.now = this.now
    due.play.pass(0)
    this.#posted(due.of)
    return true
  }

  /** A person says something in one of two channels. */
  speak(): void {
    const channel = String(301 + this.#choose(2))
    const called = this.#choose(2) === 0 ? this.#some() : []
    this.heard++
    const said = message({ channel, guild: this.#choose(3) === 0 ? null : "201", called })
    const answerWithin = this.#choose(2) === 0 ? 0 : Number.MAX_SAFE_INTEGER
    this.tell(address("conversation", channel), {
      type: "MESSAGE",
      message: said,
      ...(this.#choose(3) === 0 && { missed: { since: this.now, answerWithin } }),
    })
  }

  restart(): void {
    this.#pick([...this.actors.values()])?.restart()
  }

  /** An agent breaks: either its chart still answers for its turn, or its pool is told. */
  #break(): void {
    const agent = this.#pick(this.#agents)!
    if (this.#choose(3) > 0) this.tell(address("agent", agent), fail("it broke"))
    else this.tell("pool/0", { type: "FAILED", agent, turn: null, reason: "it broke" })
  }

  /** Anything happens. */
  step(): void {
    const by = { id: "101", name: "Ada" }
    const one = address("conversation", "301")
    const dice = this.#choose(100)
    if (dice < 12) this.speak()
    else if (dice < 14) this.tell(one, { type: "HALT", by })
    else if (dice < 18) this.tell(one, { type: "RESUME", by })
    else if (dice < 21) this.tell(one, { type: "RELEASE" })
    else if (dice < 22) this.tell("pool/0", { type: "DRAIN" })
    else if (dice < 23) this.tell("pool/0", { type: "SERVE" })
    else if (dice < 24) this.tell("pool/0", { type: "ALLOCATE" })
    else if (dice < 26) this.#break()
    else if (dice < 28) this.restart()
    else if (dice < 32) this.tick()
    else if (dice < 35) this.tell(one, { type: "CAUGHT_UP", more: false })
    else if (dice < 38) this.tell(one, { type: "SET", by, ...this.#pick(settings) })
    else if (dice < 39) this.tell(one, { type: "CLEAR", by })
    else if (dice < 65) void (this.deliver() || this.settle(8))
    else void (this.settle(8) || this.deliver())
  }

  /** Nothing more happens from outside, and all goes well, until nothing is left but to wait for the idle timers. */
  calm(): void {
    for (const [of] of this.floors()) {
      this.tell(of, { type: "RESUME", by: { id: "101", name: "Ada" } })
      this.tell(of, { type: "CAUGHT_UP", more: false })
    }
    this.tell("pool/0", { type: "SERVE" })
    for (let quiet = 0; quiet < 100;) {
      if (this.deliver() || this.settle(10)) continue
      this.tick()
      if (this.roll.queue.size === 0) quiet++
    }
  }

  floors(): ReadonlyArray<readonly [Address, Floor]> {
    return [...this.actors]
      .filter(([of]) => kindOf(of) === "conversation")
      .map(([of, play]) => [of, play.context as Floor])
  }

  get roll(): Roll {
    return this.actor("pool/0").context as Roll
  }

  agents(): ReadonlyArray<readonly [string, AgentContext, string]> {
    return [...this.actors]
      .filter(([of]) => kindOf(of) === "agent")
      .map(([of, play]) => [idOf(of), play.context as AgentContext, play.state])
  }
}
