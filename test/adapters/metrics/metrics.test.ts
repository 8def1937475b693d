/** What `/metrics` tells of a runner: replies, the store, errors by tag, the process, and what waits. */
import { Effect, Layer, ManagedRuntime, Metric, Schedule } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { describe, expect, it, onTestFinished } from "vitest"
import { Host } from "../../../src/actors/host.ts"
import { Mailbox, type Letter } from "../../../src/actors/mailbox.ts"
import { Model, ModelFailed } from "../../../src/actors/performing/model.ts"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { Store, StoreUnavailable } from "../../../src/actors/store.ts"
import * as Metrics from "../../../src/adapters/metrics/layer.ts"
import { address } from "../../../src/machines/address.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { until, hears, message, World } from "../../support/world.ts"

/** A message's id says when it was written. https://discord.com/developers/docs/reference#snowflakes */
const writtenAgo = (ms: number): string => String(BigInt(Date.now() - ms - 1_420_070_400_000) << 22n)

/** The value of a line of `/metrics`; undefined: there is no such line. */
const valueOf = (text: string, name: string, labels: Readonly<Record<string, string>> = {}) =>
  text
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)))
    .map((line) => Number(line.split(" ").at(-1)))[0]

/** With a registry of its own: what other tests count is not seen. */
const registry = () => Layer.succeed(Metric.MetricRegistry, new Map())

const orreryWith = (world = new World()) => {
  const runtime = ManagedRuntime.make(
    Metrics.layer.pipe(
      Layer.provideMerge(world.runtime(new MemoryStore().layer)),
      Layer.provideMerge(registry()),
    ),
  )
  onTestFinished(() => runtime.dispose())
  return runtime
}

describe("/metrics", () => {
  it("tells how long a person waited for an answer, from when they wrote it", async () => {
    const { runPromise } = orreryWith()
    const text = await runPromise(
      Effect.gen(function* () {
        const { owed } = yield* Host
        yield* hears(message("a tagline", { id: writtenAgo(3000), called: ["writer"] }))
        yield* until(() => owed() === 0)
        return yield* PrometheusMetrics.format()
      }),
    )
    expect(valueOf(text, "orrery_answers_total", { outcome: "said" })).toBe(1)
    expect(valueOf(text, "orrery_reply_seconds_count")).toBe(1)
    expect(valueOf(text, "orrery_reply_seconds_bucket", { le: "2" })).toBe(0)
    expect(valueOf(text, "orrery_reply_seconds_bucket", { le: "60" })).toBe(1)
  })

  it("counts who was not answered as failed, and does not take a message of years ago for a slow answer", async () => {
    const world = new World({
      think: ({ message: { text } }) =>
        text.includes("tagline")
          ? Effect.fail(new ModelFailed({ reason: "the key is not valid", remedy: "fix" }))
          : Effect.succeed({ text: "Here it is." }),
    })
    const { runPromise } = orreryWith(world)
    const text = await runPromise(
      Effect.gen(function* () {
        const { owed } = yield* Host
        yield* hears(message("a tagline", { called: ["writer"] }))
        yield* hears(message("a draft", { called: ["writer"] }))
        yield* until(() => owed() === 0)
        return yield* PrometheusMetrics.format()
      }),
    )
    expect(valueOf(text, "orrery_answers_total", { outcome: "failed" })).toBe(1)
    expect(valueOf(text, "orrery_answers_total", { outcome: "said" })).toBe(1)
    expect(valueOf(text, "orrery_reply_seconds_count") ?? 0).toBe(0)
  })

  it("tells of the process what Prometheus' own libraries tell, once a second anew", async () => {
    const { runPromise } = orreryWith()
    const cpu = Effect.map(
      PrometheusMetrics.format(),
      (text) => valueOf(text, "process_cpu_seconds_total") ?? 0,
    )
    const text = await runPromise(
      Effect.gen(function* () {
        const before = yield* cpu
        expect(before).toBeGreaterThan(0)
        yield* cpu.pipe(
          Effect.repeat({ schedule: Schedule.spaced("20 millis"), until: (now) => now > before }),
          Effect.timeout("10 seconds"),
        )
        return yield* PrometheusMetrics.format()
      }),
    )
    expect(valueOf(text, "process_resident_memory_bytes")).toBeGreaterThan(1e7)
    expect(valueOf(text, "orrery_memory_limit_bytes")).toBeGreaterThan(
      valueOf(text, "process_resident_memory_bytes")!,
    )
    expect(valueOf(text, "nodejs_eventloop_lag_p99_seconds")).toBeGreaterThanOrEqual(0)
    expect(valueOf(text, "orrery_mailbox_letters")).toBe(0)
  })
})

describe("a port that is measured", () => {
  it("tells how long it took, and what went wrong by tag, and answers as before", async () => {
    const { service } = new MemoryStore()
    const away = new StoreUnavailable({ message: "the disk is full" })
    const model = { think: () => Effect.never } as unknown as Model["Service"]
    const ports = Metrics.MeasuredPorts.pipe(
      Layer.provide(
        Layer.mergeAll(
          Layer.succeed(Store, { ...service, claim: () => Effect.fail(away) }),
          Layer.succeed(Model, model),
          Layer.succeed(Voice, {} as Voice["Service"]),
        ),
      ),
      Layer.provideMerge(registry()),
    )
    const text = await Effect.runPromise(
      Effect.gen(function* () {
        const store = yield* Store
        expect(yield* Effect.flip(store.claim(address("pool", "0")))).toBe(away)
        expect(yield* store.peek(address("pool", "0"))).toBeNull()
        const { think } = yield* Model
        yield* think({} as never).pipe(Effect.timeoutOption("1 millis"))
        return yield* PrometheusMetrics.format()
      }).pipe(Effect.provide(ports)),
    )
    expect(valueOf(text, "orrery_errors_total", { tag: "StoreUnavailable" })).toBe(1)
    expect(valueOf(text, "orrery_store_seconds_count", { operation: "claim" })).toBe(1)
    expect(valueOf(text, "orrery_store_seconds_count", { operation: "peek" })).toBe(1)
    expect(valueOf(text, "orrery_model_seconds_count", { operation: "think" }) ?? 0).toBe(0)
  })
})

describe("what waits in mailboxes", () => {
  it("is counted over all of them, in and out", () => {
    const waiting = { letters: 0 }
    const [one, other] = [new Mailbox(2, waiting), new Mailbox(2, waiting)]
    const letter = {} as Letter
    for (const box of [one, one, one, other]) box.offer(letter)
    expect(waiting.letters).toBe(3)
    other.put(letter)
    one.putBack(one.take(1))
    expect(waiting.letters).toBe(4)
    one.take(Number.POSITIVE_INFINITY)
    other.take(1)
    expect(waiting.letters).toBe(1)
  })
})
