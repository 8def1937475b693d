/** A message's way is a trace: one span a step, each begun by the one that asked for it; and nobody's words are in it. */
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { Observer } from "../../../src/actors/watching/observer.ts"
import * as Traces from "../../../src/adapters/telemetry/traces.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { eventually, hears, message, World } from "../../support/world.ts"
import { collector, type Span } from "./collector.ts"

const words = "my sister is getting married in Lisbon"

const attribute = ({ attributes }: Span, key: string) =>
  attributes.find((one) => one.key === key)?.value.stringValue

/** Hears a message while traces go where `otlp` says, until it is answered; what is left is sent at the end. */
const talk = (otlp: string | null) =>
  Effect.gen(function* () {
    let isAnswered = false
    const observer = yield* Observer
    observer.watch(({ entries }) => {
      isAnswered ||= entries.some(({ body }) => body.includes('"type":"ANSWERED"'))
    })
    yield* hears(message(`@Writer ${words}`, { called: ["writer"] }))
    yield* eventually(() => isAnswered)
  }).pipe(
    Effect.provide(
      Traces.layer({ otlp }).pipe(Layer.provideMerge(new World().runtime(new MemoryStore().layer))),
    ),
    Effect.provide(TestClock.layer()),
  )

const collected = () =>
  Effect.gen(function* () {
    const { url, spans, bodies, wrong } = yield* collector()
    yield* talk(`${url}/`)
    return { spans, bodies, wrong }
  }).pipe(Effect.scoped, Effect.runPromise)

describe("the traces of a message", () => {
  it("reach a collector, step by step, each under the one that asked for it", async () => {
    const { spans, wrong } = await collected()
    expect(wrong).toEqual([])
    const heard = spans.find(({ name }) => name === "conversation MESSAGE")!
    const its = spans.filter(({ traceId }) => traceId === heard.traceId)
    const named = (name: string) => its.find((span) => span.name === name)!
    const parent = (span: Span) => its.find(({ spanId }) => spanId === span.parentSpanId)
    expect(parent(named("pool REQUEST"))?.name).toMatch(/^conversation /)
    expect(parent(named("agent ALLOCATE"))?.name).toMatch(/^pool /)
    expect(parent(named("agent SAID"))?.name).toBe("agent THOUGHT")
    expect(parent(named("conversation ANSWERED"))?.name).toBe("agent SAID")
    for (const span of its) {
      expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true)
      const before = parent(span)
      if (before !== undefined)
        expect(BigInt(span.startTimeUnixNano) >= BigInt(before.startTimeUnixNano)).toBe(true)
    }
    expect(attribute(named("agent THOUGHT"), "orrery.actor")).toMatch(/^agent\//)
    expect(attribute(named("agent THOUGHT"), "orrery.state")).toContain("life.active.speaking")
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length)
  })

  it("hold nobody's words and nobody's name", async () => {
    const { bodies } = await collected()
    const all = bodies.join("\n")
    expect(all).toContain("orrery.cause")
    for (const word of [words, "Lisbon", "Ada"]) expect(all).not.toContain(word)
  })
})

describe("without a collector", () => {
  it("nothing is sent", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const { bodies } = yield* collector()
        yield* talk(null)
        expect(bodies).toEqual([])
      }).pipe(Effect.scoped),
    )
  })

  it("that takes what it is sent, actors go on", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const { url, bodies } = yield* collector(400)
        yield* talk(url)
        expect(bodies.length).toBeGreaterThan(0)
      }).pipe(Effect.scoped),
    )
  })
})
