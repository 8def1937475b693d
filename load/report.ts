/** The report of a run: one HTML file that needs nothing else. Pure. */
import type { Run } from "./drive.ts"
import { svg, type Plot } from "./plot.ts"
import { promised, secondsOf, type Verdict } from "./verdict.ts"

export interface About {
  readonly name: string
  readonly does: string
  readonly minutes: number
  readonly rate: number
  readonly run: Run
  readonly verdict: Verdict
  readonly cores: number
  /** The machine's load average before the run: what else it had to do. */
  readonly busy: number
}

const megabyte = 2 ** 20
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

const style = `
:root { color-scheme: light dark; --ground: #fff; --ink: #1c1f26; --dim: #646b7a; --grid: #e4e7ee; --band: #f5f6fa; --bound: #b3261e; --good: #0a6b3b; --c0: #1f5fbf; --c1: #b45309; --c2: #7c3aed; --c3: #0f766e }
@media (prefers-color-scheme: dark) { :root { --ground: #14161b; --ink: #e8eaf0; --dim: #9aa2b3; --grid: #2b303b; --band: #1b1e26; --bound: #ff8a80; --good: #6ee7a8; --c0: #7db1ff; --c1: #f5b25b; --c2: #c4a6ff; --c3: #5eead4 } }
body { margin: 0 auto; max-width: 960px; padding: 24px 20px; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 22px; margin: 0 } p { margin: 4px 0 16px; color: var(--dim) }
.verdict { font-weight: 600; color: var(--good) } .verdict.no { color: var(--bound) }
pre { background: var(--band); padding: 12px 14px; border-radius: 6px; white-space: pre-wrap; font: 13px/1.6 ui-monospace, monospace }
svg { display: block; width: 100%; height: auto; margin: 0 0 18px; background: var(--ground); font: 12px system-ui, sans-serif }
.title { fill: var(--ink); font-weight: 600; font-size: 14px } .unit, .mark, .name { fill: var(--dim); font-weight: 400; font-size: 11px }
.grid { stroke: var(--grid) } .band { fill: none } .band.b1 { fill: var(--band) }
.bound { stroke: var(--bound); stroke-dasharray: 5 4 } text.bound { fill: var(--bound); stroke: none; font-size: 11px }
.line { fill: none; stroke-width: 1.6; stroke-linejoin: round }
${[0, 1, 2, 3].map((n) => `path.c${n} { stroke: var(--c${n}) } text.c${n} { fill: var(--c${n}) }`).join(" ")}
table { border-collapse: collapse } td { padding: 2px 16px 2px 0; font-variant-numeric: tabular-nums }
`

/** What is drawn, by the name of its picture. */
export const plotsOf = (run: Run): ReadonlyArray<Plot> => {
  const seconds = secondsOf(run)
  const { samples } = run
  const each = (of: (second: (typeof seconds)[number]) => number | null) =>
    seconds.map((second) => [second.at, of(second)] as const)
  const sampled = (of: (sample: Run["samples"][number]) => number | null) =>
    samples.map((sample) => [sample.at, of(sample)] as const)
  const scaled = (value: number | null, by: number) => (value === null ? null : value / by)
  return [
    {
      id: "latency",
      title: "From when a message was due until it was answered",
      unit: "s, by the second in which it was due",
      log: true,
      bounds: [
        { name: "promised: p50 < 0.5 s", value: promised.p50 / 1000 },
        { name: "p95 < 2 s", value: promised.p95 / 1000 },
        { name: "p99 < 5 s", value: promised.p99 / 1000 },
      ],
      lines: [
        { name: "p50", values: each(({ p50 }) => scaled(p50, 1000)) },
        { name: "p95", values: each(({ p95 }) => scaled(p95, 1000)) },
        { name: "p99", values: each(({ p99 }) => scaled(p99, 1000)) },
      ],
    },
    {
      id: "rate",
      title: "Messages and answers",
      unit: "in a second",
      lines: [
        { name: "due", values: each(({ due }) => due) },
        { name: "answered", values: each(({ answered }) => answered) },
      ],
    },
    {
      id: "open",
      title: "Waiting for an answer",
      unit: "messages",
      lines: [
        { name: "waiting", values: each(({ open }) => open) },
        { name: "in mailboxes", values: sampled(({ letters }) => letters) },
      ],
    },
    {
      id: "errors",
      title: "Not answered, or answered twice",
      unit: "messages of that second",
      lines: [{ name: "errors", values: each(({ errors }) => errors) }],
    },
    {
      id: "cpu",
      title: "Processor",
      unit: "% of a core",
      lines: [
        { name: "runner", values: sampled(({ runnerCpu }) => scaled(runnerCpu, 0.01)) },
        { name: "playground, people", values: sampled(({ playgroundCpu }) => playgroundCpu * 100) },
        { name: "Redis", values: sampled(({ redisCpu }) => redisCpu * 100) },
        { name: "machine, of all cores", values: sampled(({ machine }) => machine * 100) },
      ],
    },
    {
      id: "memory",
      title: "Memory",
      unit: "MB",
      lines: [
        { name: "runner, resident", values: sampled(({ resident }) => scaled(resident, megabyte)) },
        { name: "runner, heap", values: sampled(({ heap }) => scaled(heap, megabyte)) },
        { name: "Redis", values: sampled(({ redisMemory }) => redisMemory / megabyte) },
      ],
    },
    {
      id: "lag",
      title: "How late the runner's event loop is",
      unit: "ms, 99th percentile of a second",
      lines: [{ name: "p99", values: sampled(({ lag }) => scaled(lag, 0.001)) }],
    },
  ]
}

const heapTable = ({ heaps }: Run): string =>
  heaps === null
    ? ""
    : `<h2>What the heap holds more of at the end</h2><p>${(heaps.before / megabyte).toFixed(1)} MB before, ${(heaps.after / megabyte).toFixed(1)} MB after, both after a collection of garbage.</p><table>${heaps.top.map(({ name, amount }) => `<tr><td>${(amount / megabyte).toFixed(2)} MB</td><td>${escaped(name)}</td></tr>`).join("")}</table>`

export const report = ({ name, does, minutes, rate, run, verdict, cores, busy }: About) => {
  const plots = plotsOf(run)
  const end = Math.max(
    1,
    ...run.samples.slice(-1).map(({ at }) => at),
    ...secondsOf(run)
      .slice(-1)
      .map(({ at }) => at + 1),
  )
  const bands = run.stretches.map(({ name, rate, from, seconds }) => ({
    name: `${name} ${rate}/s`,
    from,
    to: from + seconds,
  }))
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Load: ${name}</title>
<style>${style}</style>
<h1>Load: ${name} <span class="verdict${verdict.held ? "" : " no"}">${verdict.held ? "held" : "not held"}</span></h1>
<p>${escaped(does)}; ${rate} messages a second is usual, ${minutes} min. One runner, a playground with its people and a Redis on ${cores} cores; load average before: ${busy.toFixed(2)}.</p>
<pre>${escaped(verdict.lines.join("\n"))}</pre>
${plots.map((plot) => svg(plot, bands, end)).join("\n")}
${heapTable(run)}
</html>
`
  return { html, plots: plots.map(({ id }) => id) }
}
