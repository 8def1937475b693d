/**
 * A message's way as a trace: one span for each entry that actors commit for it. Nothing of what people or agents wrote is in it:
 * who (an address), what (the type of an event), where it led (states), when.
 *
 * Ids follow from the journal, so that the same step has the same span wherever it is told:
 * https://opentelemetry.io/docs/specs/otel/trace/api/#spancontext
 */
import { hash } from "node:crypto"
import type { TraceData } from "effect/observability/OtlpTracer"
import { decodeEntry } from "../../actors/journal.ts"
import type { Observation } from "../../actors/watching/observer.ts"
import { kindOf, type Address } from "../../machines/address.ts"
import { toldIn } from "../../replay/cut.ts"

export type Span = TraceData["resourceSpans"][number]["scopeSpans"][number]["spans"][number]

/** Steps whose time is remembered, for the spans that begin with them. */
const remembered = 20_000

const shortened = (text: string, bytes: number): string => hash("sha256", text, "hex").slice(0, 2 * bytes)

const traceOf = (cause: string): string => shortened(cause, 16)
const spanOf = (address: Address, seq: number): string => shortened(`${address}#${seq}`, 8)

const nanos = (ms: number): string => `${BigInt(Math.round(ms)) * 1_000_000n}`

const leaves = (value: unknown, path = ""): ReadonlyArray<string> =>
  typeof value === "string"
    ? [path + value]
    : Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, `${path}${key}.`))

const attribute = (key: string, value: string | number): Span["attributes"][number] => ({
  key,
  value: typeof value === "string" ? { stringValue: value } : { intValue: value },
})

const failed: ReadonlySet<string> = new Set(["FAIL", "FAILED", "UNANSWERED", "UNSHOWN"])
const [internal, unset, error] = [1, 0, 2] as const

/** Who remembers when steps were, so that a span lasts from what asked for it to what came of it. */
export const makeSpans = () => {
  const times = new Map<string, number>()
  const note = (span: string, at: number) => {
    times.set(span, at)
    if (times.size > remembered) times.delete(times.keys().next().value!)
  }

  /** `now` in ms since 1970: when it was committed. */
  return ({ address, entries, through }: Observation, now: number): ReadonlyArray<Span> =>
    entries.flatMap(({ seq, body }, n): ReadonlyArray<Span> => {
      const { at, cause, event, id, machine, settles, fires } = decodeEntry(body)
      const span = spanOf(address, seq)
      note(span, at)
      if (event === null) return []
      const told = toldIn(id)
      const parent =
        settles !== null
          ? spanOf(address, Number.parseInt(settles, 10))
          : told === null
            ? undefined
            : spanOf(told.by, told.seq)
      const asked = parent === undefined ? undefined : times.get(parent)
      const start = Math.min(at, asked ?? at)
      const { type } = event as { readonly type: string }
      return [
        {
          traceId: traceOf(cause),
          spanId: span,
          parentSpanId: parent,
          name: `${kindOf(address)} ${fires === null ? type : "timer"}`,
          kind: internal,
          startTimeUnixNano: nanos(start),
          endTimeUnixNano: nanos(Math.max(start, now)),
          attributes: [
            attribute("orrery.actor", address),
            attribute("orrery.machine", machine),
            attribute("orrery.seq", seq),
            attribute("orrery.event", type),
            attribute("orrery.cause", cause),
            attribute("orrery.state", leaves(through[n]?.value ?? "").join(", ")),
          ],
          droppedAttributesCount: 0,
          events: [],
          droppedEventsCount: 0,
          status: { code: failed.has(type) ? error : unset },
          links: [],
          droppedLinksCount: 0,
        },
      ]
    })
}
