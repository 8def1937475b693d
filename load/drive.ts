/** Says what a scenario wants said, when it is due, and writes down what came of it, second by second. */
import { readFileSync, rmSync } from "node:fs"
import { cpus } from "node:os"
import { Effect, Fiber, Schedule } from "effect"
import { bytesOf, growthOf, type HeapSnapshot, type Share } from "../src/adapters/profile/summary.ts"
import { dueTimes, type Options, type Outcome, type Scenario, type Stretch } from "./scenarios.ts"
import type { Said, System } from "./system.ts"

/** A second of the run. */
export interface Sample {
  /** Since the beginning, in s. */
  readonly at: number
  /** Of the runner: share of a core, bytes, s, letters. Null: it did not say. */
  readonly runnerCpu: number | null
  readonly resident: number | null
  readonly heap: number | null
  readonly lag: number | null
  readonly letters: number | null
  /** Shares of a core. */
  readonly playgroundCpu: number
  readonly redisCpu: number
  readonly redisMemory: number
  /** How busy all cores were, whoever kept them so: at 1, nobody got what they wanted. */
  readonly machine: number
}

export interface Run {
  readonly stretches: ReadonlyArray<Stretch & { readonly from: number; readonly held: boolean }>
  /** As they were due, in ms since the beginning. */
  readonly said: ReadonlyArray<Said>
  readonly samples: ReadonlyArray<Sample>
  /** Bytes before and after, and what there is more of. */
  readonly heaps: {
    readonly before: number
    readonly after: number
    readonly top: ReadonlyArray<Share>
  } | null
  readonly complaints: ReadonlyArray<string>
}

/** What is not answered by then counts as an error, in ms. */
export const patience = 120_000
/** What p95 of a stretch must stay below for it to be held, in ms; and the share of messages within it. */
const [bound, share] = [2000, 0.95]

/** Whether answers kept up: of the messages that were due early enough, enough were answered within the bound. */
const isHeld = (said: ReadonlyArray<Said>, now: number): boolean => {
  const old = said.filter(({ due }) => due < now - bound)
  const quick = old.filter(({ due, answered }) => answered !== null && answered - due <= bound)
  return old.length === 0 || quick.length >= old.length * share
}

/** Of all cores together since the start of the machine, in ms. */
const cores = () => {
  const times = cpus().map(({ times }) => times)
  const sum = (of: (its: (typeof times)[number]) => number) => times.reduce((all, its) => all + of(its), 0)
  return {
    idle: sum(({ idle }) => idle),
    all: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq),
  }
}

const sampler = (system: System, began: () => number, samples: Array<Sample>) => {
  let before: {
    at: number
    runner: number | null
    playground: number
    redis: number
    cores: ReturnType<typeof cores>
  } | null = null
  return Effect.promise(async () => {
    const [runner, redis] = await Promise.all([system.scrape(), system.redis()])
    const { user, system: kernel } = process.cpuUsage()
    const now = {
      at: performance.now(),
      runner: runner?.get("process_cpu_seconds_total") ?? null,
      playground: (user + kernel) / 1e6,
      redis: redis.cpu,
      cores: cores(),
    }
    if (before !== null) {
      const seconds = (now.at - before.at) / 1000
      const value = (name: string) => runner?.get(name) ?? null
      samples.push({
        at: (now.at - began()) / 1000,
        runnerCpu:
          now.runner === null || before.runner === null ? null : (now.runner - before.runner) / seconds,
        resident: value("process_resident_memory_bytes"),
        heap: value("nodejs_heap_size_used_bytes"),
        lag: value("nodejs_eventloop_lag_p99_seconds"),
        letters: value("orrery_mailbox_letters"),
        playgroundCpu: (now.playground - before.playground) / seconds,
        redisCpu: (now.redis - before.redis) / seconds,
        redisMemory: redis.memory,
        machine: 1 - (now.cores.idle - before.cores.idle) / Math.max(1, now.cores.all - before.cores.all),
      })
    }
    before = now
  })
}

const comparison = (files: ReadonlyArray<string>): Run["heaps"] => {
  const [before, after] = files.map((file) => {
    const bytes = bytesOf(JSON.parse(readFileSync(file, "utf8")) as HeapSnapshot)
    rmSync(file)
    return bytes
  })
  return before === undefined || after === undefined ? null : growthOf(before, after)
}

/** Every channel's first answers make its webhook and wake its actors: that is no load yet. */
const warmUp: Stretch = { name: "warm-up", rate: 50, seconds: 12 }

export const drive = Effect.fnUntraced(function* (system: System, scenario: Scenario, options: Options) {
  const { said } = system
  const progress = (stretch: Stretch, began: number) =>
    Effect.sync(() => {
      const minutes = Math.round((performance.now() - began) / 60_000)
      const open = said.reduce((count, { answered }) => count + Number(answered === null), 0)
      console.error(
        `${stretch.name}: ${minutes} of ${Math.round(stretch.seconds / 60)} min, ${said.length} said, ${open} not answered yet`,
      )
    }).pipe(Effect.repeat(Schedule.spaced("1 minute")), Effect.delay("1 minute"))
  const say = Effect.fnUntraced(function* (stretch: Stretch) {
    const began = performance.now()
    for (const [n, due] of dueTimes(stretch).entries()) {
      const ahead = began + due - performance.now()
      if (ahead > 1) yield* Effect.sleep(ahead)
      yield* system.say(began + due)
      if (n % 20 === 0) yield* Effect.yieldNow
    }
    const left = began + stretch.seconds * 1000 - performance.now()
    if (left > 0) yield* Effect.sleep(left)
  })
  /** Until all of them from `first` on are answered, or nobody is waited for any more. */
  const answered = (first: number) =>
    Effect.suspend(() => {
      const until = performance.now() + patience
      let from = first
      return Effect.sync(() => {
        while (from < said.length && said[from]!.answered !== null) from++
        return from === said.length || performance.now() > until
      }).pipe(Effect.repeat({ schedule: Schedule.spaced("100 millis"), until: (over) => over }))
    })

  yield* say(warmUp)
  yield* answered(0)
  const first = said.length
  const files: Array<string> = []
  if (scenario.heaps) files.push(yield* Effect.promise(system.heap))
  const began = performance.now()
  const samples: Array<Sample> = []
  const sampling = yield* Effect.forkScoped(
    Effect.repeat(
      sampler(system, () => began, samples),
      Schedule.fixed("1 second"),
    ),
  )
  const stretches: Array<Run["stretches"][number]> = []
  const outcomes: Array<Outcome> = []
  for (let next = scenario.next(options, outcomes); next !== null; next = scenario.next(options, outcomes)) {
    const [from, its] = [(performance.now() - began) / 1000, said.length]
    const telling = yield* Effect.forkChild(progress(next, performance.now()))
    yield* say(next)
    yield* Fiber.interrupt(telling)
    const held = isHeld(said.slice(its), performance.now())
    outcomes.push({ rate: next.rate, held })
    stretches.push({ ...next, from, held })
    console.error(
      `${next.name}: ${next.rate}/s for ${next.seconds.toFixed(0)} s ${held ? "held" : "not held"}`,
    )
  }
  yield* answered(first)
  sampling.interruptUnsafe()
  if (scenario.heaps) files.push(yield* Effect.promise(system.heap))
  const run: Run = {
    stretches,
    said: said.slice(first).map(({ due, sent, answered, wrong }) => ({
      due: due - began,
      sent: sent - began,
      answered: answered === null ? null : answered - began,
      wrong,
    })),
    samples,
    heaps: comparison(files),
    complaints: system.complaints,
  }
  return run
})
