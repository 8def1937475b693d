/**
 * The gateway of simulated Discord: it tells every session of a shard what is said there, in order as long as the connection
 * holds. When it drops, a session is resumed (what was told is told again, what was missed may come out of order) or lost.
 */
import type { Dice } from "../dice.ts"
import type { Faults } from "../faults.ts"
import type { Machine } from "../machine.ts"
import type { Network } from "../network.ts"
import type { Timeline } from "../timeline.ts"

/** A dispatch of the gateway. */
export type Dispatch =
  | { readonly t: "READY"; readonly shard: number }
  | { readonly t: "MESSAGE_CREATE"; readonly message: unknown; readonly id: string }
  | { readonly t: "INTERACTION_CREATE"; readonly interaction: Interaction; readonly id: string }

/** A slash command of somebody in a channel. */
export interface Interaction {
  readonly id: string
  readonly command: "HALT" | "RESUME"
  readonly channel: string
  readonly by: { readonly id: string; readonly name: string }
}

export interface Session {
  readonly id: number
  readonly shard: number
  readonly machine: Machine
  readonly hear: (dispatch: Dispatch) => void
  /** Everything dispatched to it, and how much of that it has heard. */
  readonly log: Array<Dispatch>
  heard: number
  connected: boolean
  /** When the last dispatch arrives: none arrives before it. */
  last: number
}

export class Gateway {
  readonly sessions = new Set<Session>()
  /** Ids in the order in which each session heard them first, for who checks the order. */
  readonly #timeline: Timeline
  readonly #faults: Faults
  readonly #network: Network
  readonly #dice: Dice
  #ids = 0

  constructor(timeline: Timeline, faults: Faults, network: Network, dice: Dice) {
    this.#timeline = timeline
    this.#faults = faults
    this.#network = network
    this.#dice = dice
  }

  /** A session begins, as with IDENTIFY. */
  identify(machine: Machine, shard: number, hear: (dispatch: Dispatch) => void): Session {
    const session: Session = {
      id: this.#ids++,
      shard,
      machine,
      hear,
      log: [],
      heard: 0,
      connected: true,
      last: 0,
    }
    machine.leave(() =>
      this.#timeline.after(this.#dice.between(50, 500), () => {
        if (machine.state === "dead") return
        this.sessions.add(session)
        this.#tell(session, { t: "READY", shard })
      }),
    )
    return session
  }

  close(session: Session): void {
    session.connected = false
    this.sessions.delete(session)
  }

  dispatch(shard: number, dispatch: Dispatch): void {
    for (const session of this.sessions) {
      if (session.shard !== shard) continue
      if (session.machine.state === "dead") this.sessions.delete(session)
      else this.#tell(session, dispatch)
    }
  }

  #tell(session: Session, dispatch: Dispatch): void {
    session.log.push(dispatch)
    if (!session.connected || this.#network.isCut("discord", session.machine.name)) return
    this.#carry(session, session.log.length, dispatch)
    if (this.#faults.strikes("gatewayDoubles")) this.#carry(session, session.log.length, dispatch)
  }

  #carry(session: Session, position: number, dispatch: Dispatch): void {
    const at = Math.max(session.last, this.#timeline.now + this.#dice.between(5, 60))
    session.last = at
    this.#timeline.at(at, () => {
      if (!session.connected) return
      session.machine.enter(() => {
        session.heard = Math.max(session.heard, position)
        session.hear(dispatch)
      })
    })
  }

  /** The connection of one of the sessions drops; its client comes back after a while. */
  drop(dice: Dice): string | null {
    const connected = [...this.sessions].filter((session) => session.connected)
    if (connected.length === 0) return null
    const session = dice.pick(connected)
    session.connected = false
    const resumes = dice.chance(0.6)
    this.#timeline.after(dice.logarithmic(200, 10_000), () =>
      session.machine.enter(() => {
        if (!this.sessions.has(session)) return
        if (resumes) this.#resume(session)
        else this.#begin(session)
      }),
    )
    return `${session.machine.id} shard ${session.shard}, ${resumes ? "resumed" : "lost"}`
  }

  /** A connection that broke in one direction is noticed when a heartbeat is not answered. */
  reconnect(name: string): void {
    for (const session of this.sessions) if (session.machine.name === name) this.#resume(session)
  }

  #resume(session: Session): void {
    session.connected = true
    const from = Math.max(0, session.heard - this.#dice.below(4))
    const missed = session.log.slice(from).map((dispatch, n) => [from + n + 1, dispatch] as const)
    const order = this.#faults.strikes("gatewayReorders")
      ? this.#faults.dice("gatewayReorders").shuffled(missed)
      : missed
    for (const [position, dispatch] of order) this.#carry(session, position, dispatch)
  }

  /** A new session, in which nothing is told that was said before. */
  #begin(session: Session): void {
    session.connected = true
    session.heard = session.log.length
    this.#tell(session, { t: "READY", shard: session.shard })
  }
}
