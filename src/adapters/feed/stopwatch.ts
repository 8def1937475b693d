/**
 * How much Orrery adds: from the gateway's dispatch of a message to the arrival of each reply to it, less the time that the
 * model took for it, and the longest call of each round of tools that it wanted.
 */
import { Effect, Schema, type Scope } from "effect"
import { decodeEntry } from "../../actors/journal.ts"
import { Observer, type Observation } from "../../actors/watching/observer.ts"
import { kindOf } from "../../machines/address.ts"
import { Playground } from "../playground/playground.ts"

export interface Stopwatch {
  /** In ms, one for each reply, ascending. `replies`: for a message, the ids of each answer's first Discord message. */
  readonly overheads: (replies: ReadonlyMap<string, ReadonlyArray<Reply>>) => ReadonlyArray<number>
}

export interface Reply {
  readonly turn: string
  readonly message: string
}

const Thinking = Schema.Struct({ turn: Schema.NullOr(Schema.Struct({ id: Schema.String })) })
const Taken = Schema.Struct({
  type: Schema.Literals(["THOUGHT", "WANTS", "USED", "ROUTED"]),
  ms: Schema.Number,
})
/** Those of which an entry's time is taken. */
const isTimed = /"type":"(THOUGHT|WANTS|USED|ROUTED)"/
const isPosted = Schema.is(Schema.Struct({ id: Schema.String }))
const decodeThinking = Schema.decodeUnknownOption(Schema.Struct({ context: Thinking }))
const decodeTaken = Schema.decodeUnknownOption(Taken)

export const startStopwatch: Effect.Effect<Stopwatch, never, Playground | Observer | Scope.Scope> =
  Effect.gen(function* () {
    const playground = yield* Playground
    const observer = yield* Observer
    const arrivals = new Map<string, number>()
    const routing = new Map<string, number>()
    const thinking = new Map<string, number>()
    /** The longest call of a turn's round so far. */
    const using = new Map<string, number>()

    const note = ({ address, entries, before, after }: Observation) => {
      const kind = kindOf(address)
      if (kind !== "agent" && kind !== "conversation") return
      for (const { body } of entries) {
        if (!isTimed.test(body)) continue
        const { event, cause } = decodeEntry(body)
        const taken = decodeTaken(event)
        if (taken._tag === "None") continue
        const { type, ms } = taken.value
        if (type === "ROUTED") routing.set(cause, ms)
        const turns = [before, after].flatMap((snapshot) => {
          const turn = decodeThinking(snapshot)
          return turn._tag === "Some" && turn.value.context.turn !== null ? [turn.value.context.turn.id] : []
        })
        for (const turn of type === "ROUTED" ? [] : new Set(turns)) {
          const beside = type === "USED" ? (using.get(turn) ?? 0) : 0
          thinking.set(turn, (thinking.get(turn) ?? 0) + Math.max(0, ms - beside))
          using.set(turn, type === "USED" ? Math.max(beside, ms) : 0)
        }
      }
    }

    const deaf = playground.listen(({ t, d }) => {
      if (t === "MESSAGE_CREATE" && isPosted(d) && !arrivals.has(d.id)) arrivals.set(d.id, performance.now())
    })
    const blind = observer.watch(note)
    yield* Effect.addFinalizer(() => Effect.sync(() => (deaf(), blind())))

    return {
      overheads: (replies) =>
        [...replies]
          .flatMap(([message, answers]) =>
            answers.flatMap((answer) => {
              const [began, ended] = [arrivals.get(message), arrivals.get(answer.message)]
              if (began === undefined || ended === undefined) return []
              const model = (thinking.get(answer.turn) ?? 0) + (routing.get(message) ?? 0)
              return [Math.max(0, ended - began - model)]
            }),
          )
          .toSorted((a, b) => a - b),
    }
  })

export const percentile = (sorted: ReadonlyArray<number>, share: number): number =>
  Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1))
