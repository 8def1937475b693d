/** A profile in ten lines. Pure. The rest is for Chrome's DevTools, which open both kinds of files. */

/** One line: what, and how much of all. */
export interface Share {
  readonly name: string
  /** In ms of the processor's time, or in bytes. */
  readonly amount: number
  readonly share: number
}

/** https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-Profile */
export interface CpuProfile {
  readonly nodes: ReadonlyArray<{
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }>
  readonly samples?: ReadonlyArray<number>
  /** Between a sample and the one before, in µs. */
  readonly timeDeltas?: ReadonlyArray<number>
}

const add = <K>(to: Map<K, number>, key: K, amount: number) => to.set(key, (to.get(key) ?? 0) + amount)

const largest = (amounts: ReadonlyMap<string, number>, whole: number): ReadonlyArray<Share> =>
  [...amounts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 10)
    .map(([name, amount]) => ({ name, amount, share: whole === 0 ? 0 : amount / whole }))

/** `/home/me/orrery/src/actors/step.ts` is `src/actors/step.ts`; of a package, what begins with its name. */
const shortened = (url: string): string =>
  url
    .replace(/^file:\/\//, "")
    .replace(/^.*\/node_modules\//, "")
    .replace(/^.*\/(src|bench|load|test)\//, "$1/")

/** Functions by the time that they themselves took, in ms, and how much of all the time the process had nothing to do. */
export const ofCpu = ({ nodes, samples = [], timeDeltas = [] }: CpuProfile) => {
  const byId = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const times = new Map<string, number>()
  let [whole, idle] = [0, 0]
  for (const [n, id] of samples.entries()) {
    const { functionName, url, lineNumber } = byId.get(id)!
    // The profiler itself.
    if (url === "node:inspector") continue
    const took = (timeDeltas[n] ?? 0) / 1000
    whole += took
    if (functionName === "(idle)") idle += took
    else
      add(
        times,
        `${functionName || "(anonymous)"}${url === "" ? "" : `  ${shortened(url)}:${lineNumber + 1}`}`,
        took,
      )
  }
  return { idle: whole === 0 ? 0 : idle / whole, top: largest(times, whole) }
}

/** https://github.com/v8/v8/blob/main/src/profiler/heap-snapshot-generator.cc, as far as it is read here. */
export interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: ReadonlyArray<string>
      readonly node_types: ReadonlyArray<ReadonlyArray<string> | string>
    }
  }
  readonly nodes: ReadonlyArray<number>
  readonly strings: ReadonlyArray<string>
}

/** Kinds of things whose names say what they hold, and not what they are. */
const nameless: ReadonlySet<string> = new Set([
  "string",
  "concatenated string",
  "sliced string",
  "number",
  "bigint",
  "code",
  "symbol",
])

/** Bytes by what they are of: a class for an object, the kind for all else. */
export const bytesOf = ({
  snapshot: { meta },
  nodes,
  strings,
}: HeapSnapshot): ReadonlyMap<string, number> => {
  const [type, name, size] = ["type", "name", "self_size"].map((field) => meta.node_fields.indexOf(field))
  const types = meta.node_types[type!] as ReadonlyArray<string>
  const bytes = new Map<string, number>()
  for (let at = 0; at < nodes.length; at += meta.node_fields.length) {
    const of = types[nodes[at + type!]!]!
    const its = of === "object" || of === "native" ? strings[nodes[at + name!]!]! : of
    add(bytes, nameless.has(of) ? `(${of})` : its.slice(0, 60), nodes[at + size!]!)
  }
  return bytes
}

const sum = (amounts: ReadonlyMap<string, number>): number => [...amounts.values()].reduce((a, b) => a + b, 0)

export const ofHeap = (heap: HeapSnapshot) => {
  const bytes = bytesOf(heap)
  return { bytes: sum(bytes), top: largest(bytes, sum(bytes)) }
}

/** What there is more of than before; each as a share of what was there before. */
export const growthOf = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>) => {
  const grown = new Map([...after].map(([name, bytes]) => [name, bytes - (before.get(name) ?? 0)]))
  const more = new Map([...grown].filter(([, bytes]) => bytes > 0))
  return { before: sum(before), after: sum(after), top: largest(more, sum(before)) }
}
