/** What a replay came to, in words and as JSON. */
import type { Change } from "./changes.ts"
import type { Flip } from "./guards.ts"
import type { Diverged, Trouble } from "./outcome.ts"
import type { Replayed } from "./replay.ts"

/** Of one value on a line, in characters. */
const longest = 200
/** Changes that are shown. */
const most = 40

const shown = (value: unknown): string => {
  const text = value === undefined ? "(not there)" : JSON.stringify(value)
  return text.length > longest
    ? `${text.slice(0, longest).toWellFormed()}… (${text.length} characters)`
    : text
}

const change = ({ path, then, now }: Change): ReadonlyArray<string> => [
  `      ${path || "(all)"}`,
  `        - ${shown(then)}`,
  `        + ${shown(now)}`,
]

const edges = (taken: ReadonlyArray<string> | null): string =>
  taken === null ? "(the log does not say)" : taken.join(", ") || "(none)"

const flip = ({ guard, edge, then, now, parts }: Flip): string => {
  const names = Object.entries(parts).map(([name, says]) => `${name}: ${says}`)
  return `    guard    ${guard} of ${edge} was ${then}, is ${now} now${names.length > 0 ? ` (${names.join(", ")})` : ""}`
}

const divergence = (it: Diverged): ReadonlyArray<string> => {
  const rest = it.changes.length - most
  return [
    `    event    ${shown(it.event)}`,
    `    edge     then ${edges(it.edges.then)}`,
    `          →  now  ${it.what === "chart" ? "(the chart breaks)" : edges(it.edges.now)}`,
    ...it.guards.map(flip),
    ...(it.changes.length === 0
      ? []
      : [
          it.certain
            ? "    then and now:"
            : "    what it changes today (- before the entry, + after it); what it changed then is not in the log:",
        ]),
    ...it.changes.slice(0, most).flatMap(change),
    ...(rest > 0 ? [`      … and ${rest} more`] : []),
  ]
}

const place = ({ seq, line }: Trouble): string =>
  `entry ${seq}${line === null || line === 0 ? "" : `, line ${line}`}`

const verdicts: Readonly<Record<Trouble["type"], string>> = {
  diverged: "DIVERGED",
  broken: "BROKEN",
  unknown: "UNKNOWN",
}

/** A line for a log that is equal; for another its first trouble. */
export const lines = ({ address, entries, of, trouble }: Replayed): ReadonlyArray<string> => {
  if (trouble === null) return [`ok        ${address}  ${entries} entries`]
  return [
    `${verdicts[trouble.type].padEnd(8)}  ${address}  at ${place(trouble)} (${entries} of ${of} entries are equal)`,
    `    why      ${trouble.reason}`,
    ...(trouble.type === "diverged" && trouble.at !== null
      ? [`    at       ${new Date(trouble.at).toISOString()}`, ...divergence(trouble)]
      : []),
  ]
}

/** For machines: without the standing. */
export const asJson = ({ address, entries, of, trouble }: Replayed) => ({
  address,
  ok: trouble === null,
  entries,
  of,
  trouble,
})
