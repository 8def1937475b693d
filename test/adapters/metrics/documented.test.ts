/** docs/metrics.md names every metric that there is, and nothing else: as a running Orrery tells it to Prometheus. */
import { readFileSync } from "node:fs"
import { glob } from "node:fs/promises"
import { join } from "node:path"
import { Context, Effect, Layer, ManagedRuntime, Metric, Schema } from "effect"
import { ClusterMetrics } from "effect/cluster"
import { PrometheusMetrics } from "effect/observability"
import { describe, expect, it, onTestFinished } from "vitest"
import { Caches } from "../../../src/actors/caching/caches.ts"
import { CachesLayer } from "../../../src/actors/caching/layer.ts"
import { sweep } from "../../../src/actors/constellations/boot.ts"
import { Host } from "../../../src/actors/host.ts"
import { CountingLayer } from "../../../src/adapters/connections/counting.ts"
import * as instruments from "../../../src/adapters/metrics/instruments.ts"
import * as Metrics from "../../../src/adapters/metrics/layer.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { fake, Workshop } from "../../support/tools.ts"
import { hears, message, until, World } from "../../support/world.ts"

const root = join(import.meta.dirname, "../../..")

interface Row {
  readonly name: string
  readonly labels: ReadonlyArray<string>
  readonly type: string
  readonly help: string
}

/** ``| `orrery_x_total{kind, outcome}` | counter | What it is |`` */
const documented: ReadonlyArray<Row> = readFileSync(join(root, "docs/metrics.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const found = /^\| `(\w+)(?:\{([\w, ]+)\})?` +\| (counter|gauge|histogram) +\| (.*?) +\|$/.exec(line)
    if (found === null) return []
    const [, name = "", labels, type = "", help = ""] = found
    return [{ name, labels: labels?.split(", ") ?? [], type, help }]
  })

/** Names of metrics in the source. */
const written = async (): Promise<ReadonlySet<string>> => {
  const names = new Set<string>()
  for await (const file of glob("src/**/*.ts", { cwd: root }))
    for (const [, name] of readFileSync(join(root, file), "utf8").matchAll(
      /"((?:orrery|process|nodejs)_[a-z0-9_]+)"/g,
    ))
      names.add(name!)
  return names
}

const ofTheCluster = Object.values(ClusterMetrics)
  .filter((it) => Metric.isMetric(it))
  .map(({ id }) => id)

/** What an Orrery tells that has made partners and answered somebody with the help of tools. */
const told = async (): Promise<ReadonlyArray<Row>> => {
  const world = new World({
    route: () => Effect.succeed({ responders: ["writer"], reason: "words" }),
    think: ({ rounds }) =>
      Effect.succeed(
        rounds === undefined
          ? { text: "", uses: ["time", "time"].map((tool) => ({ tool, input: "{}" })) }
          : { text: "I do." },
      ),
  })
  const runtime = ManagedRuntime.make(
    Metrics.layer.pipe(
      Layer.provideMerge(
        world.runtime(new MemoryStore().layer).pipe(Layer.provide(new Workshop(fake("time")).layer())),
      ),
      Layer.provideMerge(Layer.merge(CachesLayer, CountingLayer)),
      Layer.provideMerge(Layer.succeed(Metric.MetricRegistry, new Map())),
    ),
  )
  onTestFinished(() => runtime.dispose())
  const text = await runtime.runPromise(
    Effect.gen(function* () {
      const { owed } = yield* Host
      yield* sweep([{ user: { id: "1100000000000000001", name: "Bea" }, template: null }])
      yield* hears(message("who knows words?"))
      yield* until(() => owed() === 0)
      const { lookup } = yield* Caches
      const what = { kind: "files", scope: "public", key: "a", as: Schema.String } as const
      yield* Effect.all(
        [lookup(what, Effect.yieldNow.pipe(Effect.as("a"))), lookup(what, Effect.succeed("b"))],
        {
          concurrency: 2,
        },
      )
      return yield* PrometheusMetrics.format()
    }),
  )
  return [...text.matchAll(/^# HELP (\w+) (.*)\n# TYPE \1 (\w+)\n(\S+)/gm)].map(
    ([, name = "", help = "", type = "", sample = ""]) => {
      const labels = [...sample.matchAll(/(\w+)="/g)].map(([, label]) => label!)
      return { name, help, type, labels: labels.filter((label) => label !== "le") }
    },
  )
}

/** Those of `src/adapters/metrics`, whether or not anything of the kind has happened. */
const instrumented = (): ReadonlyArray<Row> => {
  const registry = new Map()
  const context = Context.make(Metric.MetricRegistry, registry)
  const { labelled: _, ...metrics } = instruments
  for (const it of Object.values(metrics))
    (typeof it === "function" ? it("some") : it).updateUnsafe(0, context)
  return Metric.snapshotUnsafe(context).map(({ id, description = "", type, attributes = {} }) => ({
    name: id,
    help: description,
    type: type.toLowerCase(),
    labels: Object.keys(attributes),
  }))
}

describe("docs/metrics.md", () => {
  it("has every metric, once, and no other", async () => {
    const names = documented.map(({ name }) => name)
    expect(names.toSorted()).toEqual([...(await written()), ...ofTheCluster].toSorted())
  })

  it("says of each what Prometheus is told", async () => {
    const rows = [...(await told()), ...instrumented()]
    expect(rows.length).toBeGreaterThan(15)
    for (const row of rows) expect(documented).toContainEqual(row)
  })

  it("has names by Prometheus' rules: a unit, and of what only grows a total", () => {
    for (const { name, type } of documented.filter(({ name }) => !ofTheCluster.includes(name))) {
      expect([name, name.endsWith("_total")]).toEqual([name, type === "counter"])
      if (type === "histogram") expect(name).toMatch(/_(seconds|bytes)$/)
      expect(name).not.toMatch(/_(ms|milliseconds|kb|mb)(_|$)/)
    }
  })
})
