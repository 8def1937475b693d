/**
 * The alert rules and the dashboard, before Debian's real Prometheus, which scrapes a real `/metrics`: nothing fires while all is well,
 * each alert fires when its fault is planted, and each query of the dashboard is answered.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime } from "effect"
import { parse } from "yaml"
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest"
import { Mail } from "../../src/actors/mail.ts"
import { Constellations } from "../../src/actors/constellations/constellations.ts"
import { Breakers, BreakersLayer } from "../../src/actors/resilience/breakers.ts"
import { Model, ModelFailed, type Prompt } from "../../src/actors/performing/model.ts"
import { Voice } from "../../src/actors/performing/voice.ts"
import { Store } from "../../src/actors/store.ts"
import { Inspector } from "../../src/adapters/inspector/inspector.ts"
import * as Metrics from "../../src/adapters/metrics/layer.ts"
import { address } from "../../src/machines/address.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { freePort } from "../support/redis.ts"
import { brain, message, World } from "../support/world.ts"
import { promtool, root, startPrometheus, withoutPrometheus, type Prometheus } from "./prometheus.ts"

interface Rule {
  readonly alert?: string
  readonly expr: string
  readonly for?: string
}

const text = readFileSync(join(root, "deploy/prometheus/alerts.yml"), "utf8")
const rules = (parse(text) as { groups: ReadonlyArray<{ rules: ReadonlyArray<Rule> }> }).groups.flatMap(
  ({ rules }) => rules,
)
const alerts = rules.flatMap(({ alert }) => (alert === undefined ? [] : [alert]))

/** The same rules with seconds for minutes: a day is ten seconds, five minutes are three, and whoever has waited a moment has waited. */
const hurried = text
  .replaceAll("[1d]", "[10s]")
  .replaceAll("[5m]", "[3s]")
  .replaceAll(/for: \d+m/g, "for: 200ms")

const dashboard = JSON.parse(readFileSync(join(root, "deploy/grafana/dashboard.json"), "utf8")) as {
  readonly panels: ReadonlyArray<{ title: string; targets: ReadonlyArray<{ expr: string }> }>
}
const queries = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }) => ({
    title,
    expr: expr.replaceAll("[$__rate_interval]", "[4s]").replaceAll("$instance", ".*"),
  })),
)

/** What is wrong now. */
const faults = { slow: false, failing: false, strangers: false, stuck: false }

const store = Layer.unwrap(
  Effect.sync(() => {
    const { service } = new MemoryStore()
    const commit: Store["Service"]["commit"] = (batch) =>
      service.commit(batch).pipe(Effect.delay(faults.stuck ? 700 : 0))
    return Metrics.MeasuredStore.pipe(Layer.provide(Layer.succeed(Store, { ...service, commit })))
  }),
)

const measuredModel = Metrics.MeasuredPorts.pipe(
  Layer.provide(
    Layer.mergeAll(
      new MemoryStore().layer,
      Layer.succeed(Voice, {} as Voice["Service"]),
      Layer.succeed(Model, { think: () => Effect.sleep("2 millis") } as unknown as Model["Service"]),
    ),
  ),
)

const world = new World({
  team: { agents: [brain("writer")], manager: null, lead: brain("writer") },
  think: () =>
    faults.failing
      ? Effect.fail(new ModelFailed({ reason: "no key", remedy: "fix" }))
      : Effect.succeed({ text: "Here it is." }),
})

let people = 0
let numbers = 0n
/** A message of now, or of ten seconds ago; from a friend, or from somebody nobody has seen. */
const written = (channel: string) => {
  const at = Date.now() - (faults.slow ? 10_000 : 0)
  return message("a tagline", {
    id: String((BigInt(at - 1_420_070_400_000) << 22n) + ++numbers),
    channel,
    called: ["writer"],
    author: { id: String(100000000000000001n + BigInt(faults.strangers ? ++people : 0)), name: "Ada" },
  })
}

describe.skipIf(withoutPrometheus)("the rules in deploy/prometheus", () => {
  it("are right in the eyes of promtool, and hold to their times", async () => {
    expect(await promtool("check", "rules", "alerts.yml")).toContain("SUCCESS")
    expect(await promtool("test", "rules", "alerts.test.yml")).toContain("SUCCESS")
  })
})

describe.skipIf(withoutPrometheus)("a Prometheus that scrapes Orrery", () => {
  let prometheus: Prometheus
  /** One that has nobody to ask. */
  let nobody: Prometheus
  let end = () => {}
  const runtime = ManagedRuntime.make(
    Layer.merge(Inspector.layer({ port: 0 }), Metrics.layer).pipe(
      Layer.provideMerge(world.runtime(store)),
      Layer.provideMerge(BreakersLayer),
    ),
  )

  beforeAll(async () => {
    const { origin } = await runtime.runPromise(Inspector)
    const { tell } = await runtime.runPromise(Mail)
    const { greet } = await runtime.runPromise(Constellations)
    const { think } = await runtime.runPromise(Effect.provide(Model, measuredModel))
    const hear = (channel: string) => {
      const its = written(channel)
      void runtime.runPromiseExit(Effect.andThen(greet(its.author), think({} as Prompt)))
      const envelope = {
        id: `discord:${its.id}`,
        cause: its.id,
        event: { type: "MESSAGE", message: its },
      } as const
      void runtime.runPromiseExit(tell(address("conversation", channel), envelope))
    }
    const talking = setInterval(() => hear(String(300000000000000000n + (numbers % 4n))), 50)
    end = () => clearInterval(talking)
    // Both at once: it takes each five seconds to look at its targets.
    ;[prometheus, nobody] = await Promise.all([
      startPrometheus([new URL(origin).host], hurried),
      startPrometheus([`127.0.0.1:${await freePort()}`], hurried),
    ])
  })

  afterAll(async () => {
    faults.stuck = false
    end()
    await Promise.all([prometheus?.stop(), nobody?.stop()])
    await runtime.dispose()
    vi.restoreAllMocks()
  })

  const fired = new Set<string>()
  const fires = (...names: ReadonlyArray<string>) =>
    vi.waitFor(
      async () => {
        for (const name of await prometheus.firing()) fired.add(name)
        for (const name of names) expect(fired).toContain(name)
      },
      { timeout: 60_000, interval: 200 },
    )

  it("is told nothing while all is well", async () => {
    await vi.waitFor(
      async () => {
        expect(await prometheus.query("orrery:reply_seconds:baseline < 0.5")).toHaveLength(1)
        // Long enough that this is what is usual.
        expect(await prometheus.query("count_over_time(orrery:reply_seconds:p95[10s]) > 11")).toHaveLength(1)
        expect(await prometheus.query("orrery:cache_hits:share > 0.9")).toHaveLength(1)
        // A machine that has much else to do makes answers slow, and then quick again.
        expect([...(await prometheus.firing())]).toEqual([])
      },
      { timeout: 60_000, interval: 200 },
    )
  })

  it("fires each alert when its fault is planted", async () => {
    faults.slow = true
    await fires("OrrerySlow")
    faults.strangers = true
    faults.failing = true
    vi.spyOn(process, "constrainedMemory").mockReturnValue(process.memoryUsage().rss)
    // As the system would tell it of a process that is always busy: a machine with other work gives none as much.
    vi.spyOn(process, "cpuUsage").mockImplementation(() => ({ user: performance.now() * 950, system: 0 }))
    await fires("OrreryCacheHits", "OrreryErrors", "OrreryMemory", "OrreryCpu")
  }, 150_000)

  it("answers each query of the dashboard", async () => {
    expect(queries.length).toBeGreaterThan(20)
    const silent = []
    for (const { title, expr } of queries) {
      const found = await prometheus.query(expr)
      if (found.length === 0) silent.push(`${title}: ${expr}`)
    }
    expect(silent).toEqual([])
  })

  it("fires when letters wait for a store that is slow", async () => {
    faults.stuck = true
    const { tell } = await runtime.runPromise(Mail)
    const flood = () => {
      for (let n = 0; n < 1500; n++) {
        const its = written(String(300000000000000000n + BigInt(n % 3)))
        const envelope = { id: its.id, cause: its.id, event: { type: "MESSAGE", message: its } } as const
        void runtime.runPromiseExit(tell(address("conversation", its.channel), envelope))
      }
    }
    const flooding = setInterval(flood, 500)
    onTestFinished(() => clearInterval(flooding))
    await fires("OrreryQueue", "OrreryStore")
  })

  it("fires when a model is left alone", async () => {
    const { guard } = await runtime.runPromise(Breakers)
    const fails = guard({ what: "model", name: "m" }, Effect.fail("it has trouble"), {
      blames: (why) => ({ why }),
      refused: (why) => why,
    })
    for (let n = 0; n < 6; n++) await runtime.runPromiseExit(fails)
    await fires("OrreryLeftAlone")
  })

  it("fires when a runner does not answer", async () => {
    await vi.waitFor(async () => expect([...(await nobody.firing())]).toEqual(["OrreryDown"]), {
      timeout: 60_000,
      interval: 200,
    })
    expect([...fired.add("OrreryDown")].toSorted()).toEqual(alerts.toSorted())
  })
})
