/** Keeps what was learnt of errors in one durable actor, `lessons/all`, and brings in what other runners have learnt. */
import { randomUUID } from "node:crypto"
import { Effect, Layer, Schedule, Schema } from "effect"
import { address } from "../../machines/address.ts"
import { Lesson } from "../../machines/lessons/events.ts"
import { Mail } from "../mail.ts"
import { ledgerOf } from "../steppers.ts"
import { Store, type StoreUnavailable } from "../store.ts"
import { Lessons } from "./lessons.ts"

export const book = address("lessons", "all")

/** How often a runner tells what is new, and how often it reads what others have told. */
const tellsEvery = "10 seconds"
const readsEvery = "1 minute"
/** How long the last news may take at the end. */
const atTheEnd = "2 seconds"

const Kept = Schema.Struct({ lessons: Schema.Array(Lesson) })
const decode = Schema.decodeUnknownOption(Kept)

/** What is known, read without waking the actor; null: what is stored cannot be read. */
export const keptLessons = (
  store: Store["Service"],
): Effect.Effect<ReadonlyArray<Lesson> | null, StoreUnavailable> =>
  Effect.map(store.peek(book), (kept) => {
    if (kept === null) return []
    try {
      const known = decode(ledgerOf(book, kept).books.snapshot.context)
      return known._tag === "Some" ? known.value.lessons : null
    } catch {
      return null
    }
  })

export const KeeperLayer: Layer.Layer<never, never, Mail | Store> = Layer.effectDiscard(
  Effect.gen(function* () {
    const lessons = yield* Lessons
    const mail = yield* Mail
    const store = yield* Store
    const runner = randomUUID()
    let told = 0
    /** Told under the same id until it is taken: what was taken is not counted twice. */
    let underWay: { readonly id: string; readonly news: ReadonlyArray<Lesson> } | null = null

    const read = keptLessons(store).pipe(
      Effect.map((known) => {
        if (known !== null && underWay === null) lessons.learn(known)
      }),
      Effect.ignore,
    )
    const tell = Effect.gen(function* () {
      if (underWay === null) {
        const news = lessons.takeNews()
        if (news.length === 0) return
        underWay = { id: `lessons:${runner}.${++told}`, news }
      }
      const { id, news } = underWay
      yield* mail.tell(book, { id, cause: id, event: { type: "LEARNT", news: [...news] } })
      underWay = null
      yield* read
    }).pipe(
      Effect.catchTag("Poisoned", ({ reason }) => {
        underWay = null
        return Effect.logError(`${book} does not take what was learnt: ${reason}`)
      }),
      Effect.ignore,
    )
    yield* Effect.addFinalizer(() => Effect.ignore(Effect.timeout(tell, atTheEnd)))
    yield* Effect.forkScoped(Effect.repeat(read, Schedule.spaced(readsEvery)))
    yield* Effect.forkScoped(Effect.repeat(tell, Schedule.spaced(tellsEvery)))
  }),
)
