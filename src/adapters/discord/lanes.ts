/** Messages on their way to conversations: in one conversation one after the other, tried again until it takes them. */
import { Effect, FiberSet, Schedule } from "effect"
import type { Address } from "../../machines/address.ts"
import { Mail, type Envelope, type Refused } from "../../actors/mail.ts"

/** How many may wait in this process, some 2 kB each; what comes then is lost, and a log line says so. */
const room = 20_000

const backoff = Schedule.min([Schedule.exponential("200 millis"), Schedule.spaced("10 seconds")]).pipe(
  Schedule.jittered,
)

/** As long as fewer wait, what can wait outside may come, too; what comes by itself cannot wait. */
const roomForPatient = 500

export interface Lanes {
  /** Never waits: the lane of the address does. */
  readonly offer: (to: Address, envelope: Envelope) => void
  /** Waits until there is room for what can wait. */
  readonly room: Effect.Effect<void>
  /** Whether all that was offered has been delivered. */
  readonly isEmpty: () => boolean
}

export const makeLanes = Effect.gen(function* () {
  const mail = yield* Mail
  const run = yield* FiberSet.makeRuntime()
  const lanes = new Map<Address, Array<Envelope>>()
  const stuck = new Set<Address>()
  const count = { waiting: 0, late: 0, lost: 0 }
  const patient = new Set<() => void>()

  const begin = (to: Address, { _tag }: Refused) =>
    Effect.suspend(() => {
      if (stuck.has(to)) return Effect.void
      const first = stuck.size === 0
      stuck.add(to)
      return first
        ? Effect.logWarning(
            `${to} takes no messages now (${_tag}): up to ${room} wait here and are tried again`,
          )
        : Effect.void
    })

  const end = (to: Address) =>
    Effect.suspend(() => {
      if (stuck.delete(to)) count.late++
      const { late, lost, waiting } = count
      if (late + lost === 0 || stuck.size > 0 || (lost > 0 && waiting > 1)) return Effect.void
      Object.assign(count, { late: 0, lost: 0 })
      return Effect.logInfo(
        `Conversations take messages again: ${late} came late, ${lost === 0 ? "none was" : `${lost} were`} lost`,
      )
    })

  const deliver = (to: Address, envelope: Envelope) =>
    mail.tell(to, envelope).pipe(
      Effect.catchTag("Poisoned", ({ reason }) =>
        Effect.logError(`${to} broke on ${envelope.id} and refused it: ${reason}`),
      ),
      Effect.tapError((refused) => begin(to, refused)),
      Effect.retry(backoff),
      Effect.catchDefect((defect) => Effect.logError(`${to} did not get ${envelope.id}: ${String(defect)}`)),
      Effect.ignore,
      Effect.andThen(end(to)),
    )

  const drain = (to: Address, lane: Array<Envelope>) =>
    Effect.gen(function* () {
      for (let next = lane[0]; next !== undefined; next = lane[0]) {
        yield* deliver(to, next)
        lane.shift()
        count.waiting--
        if (count.waiting < roomForPatient) for (const goOn of patient) goOn()
      }
      lanes.delete(to)
    })

  const offer: Lanes["offer"] = (to, envelope) => {
    if (count.waiting >= room) {
      if (count.lost++ === 0)
        run(Effect.logError(`${room} messages wait for their conversations: new ones are lost for now`))
      return
    }
    count.waiting++
    const lane = lanes.get(to)
    if (lane !== undefined) {
      lane.push(envelope)
      return
    }
    const opened = [envelope]
    lanes.set(to, opened)
    run(drain(to, opened))
  }

  const waitForRoom = Effect.callback<void>((resume) => {
    const goOn = () => {
      patient.delete(goOn)
      resume(Effect.void)
    }
    patient.add(goOn)
    return Effect.sync(() => void patient.delete(goOn))
  })

  return {
    offer,
    room: Effect.suspend(() => (count.waiting < roomForPatient ? Effect.void : waitForRoom)),
    isEmpty: () => count.waiting === 0,
  } satisfies Lanes
})
