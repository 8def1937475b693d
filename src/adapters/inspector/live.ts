/** Pushes to a page what happens, as often as eyes can follow. */
import { Clock, Effect, Schedule } from "effect"
import type { WebSocket } from "ws"
import type { Address } from "../../machines/address.ts"
import type { Observation, Observer } from "../../actors/watching/observer.ts"
import type { JournalEntry, LiveFrame } from "./api.ts"
import { living } from "./fleet.ts"
import { Reader } from "./history.ts"
import type { Words } from "./legible.ts"

const every = "100 millis"
/** For so long counts are told as they were, in ms. */
const fresh = 50
/** Entries in a frame. */
const mostFired = 20
/** A page that is this far behind (bytes) gets no frame until it has caught up. */
const mostBehind = 256 * 1024

/** The entries of one actor that wait for the next frame. */
class Fired {
  #entries: Array<JournalEntry> = []
  #dropped = 0

  note({ address, before, entries }: Observation, words: Words): void {
    const room = mostFired - this.#entries.length
    this.#dropped += Math.max(0, entries.length - room)
    if (room <= 0) return
    const reader = new Reader(address, before, words)
    for (const stored of entries.slice(0, room)) {
      const entry = reader.read(stored)
      if ("trouble" in entry) this.#dropped++
      else this.#entries.push(entry)
    }
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0 && this.#dropped === 0
  }

  take(): Pick<LiveFrame, "fired" | "dropped"> {
    const taken = { fired: this.#entries, dropped: this.#dropped }
    this.#entries = []
    this.#dropped = 0
    return taken
  }
}

export interface Interest {
  readonly actor: Address | null
  readonly words: Words
}

/** What all pages are told alike, as JSON: worked out once for those that are told at about the same time. */
const makeCounts = ({ census, counts }: Observer["Service"], now: () => number) => {
  let at = Number.NEGATIVE_INFINITY
  let text = ""
  return (): string => {
    if (now() - at < fresh) return text
    at = now()
    text = JSON.stringify({ live: living(census), events: counts } satisfies Omit<
      LiveFrame,
      "fired" | "dropped"
    >)
    return text
  }
}

export const makeLive = (observer: Observer["Service"]) =>
  Effect.map(Clock.Clock, (clock) => {
    const counts = makeCounts(observer, () => clock.currentTimeMillisUnsafe())

    /** Until the socket closes. The first frame comes at once, others when something has changed. */
    return (socket: WebSocket, { actor, words }: Interest): Effect.Effect<void> => {
      const fired = new Fired()
      let last = ""

      const push = () => {
        if (socket.readyState !== socket.OPEN || socket.bufferedAmount > mostBehind) return
        const now = counts()
        if (now === last && fired.isEmpty) return
        last = now
        socket.send(`${now.slice(0, -1)},${JSON.stringify(fired.take()).slice(1)}`)
      }

      const closed = Effect.callback<void>((resume) => {
        socket.once("close", () => resume(Effect.void))
        // A broken socket closes by itself.
        socket.on("error", () => {})
      })

      const follow = Effect.acquireRelease(
        Effect.sync(() =>
          observer.watch((observation) => {
            if (observation.address === actor) fired.note(observation, words)
          }),
        ),
        (stop) => Effect.sync(stop),
      )

      return Effect.gen(function* () {
        if (actor !== null) yield* follow
        yield* Effect.repeat(Effect.sync(push), Schedule.spaced(every))
      }).pipe(Effect.scoped, Effect.raceFirst(closed), Effect.asVoid)
    }
  })
