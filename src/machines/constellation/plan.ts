/**
 * What a template would change of a constellation, and what is its user's own and stays: lines for people, shown before anything
 * is applied. Pure.
 */
import { Schema } from "effect"
import { laidOut, type Laid, type Own, type Parts } from "./layout.ts"
import { Template } from "./template.ts"
import type { Block } from "../values.ts"

const isSameTemplate = Schema.toEquivalence(Template)

/** What differs between two layouts, one line each: `+ agent writer`, `~ memory persona: limit 2000 → 3000`. */
export const differences = (before: Parts, after: Parts): ReadonlyArray<string> => {
  const lines = [...named(before, after), ...parted(before, after)]
  const { template } = after
  const differs = template !== null && before.template !== null && !isSameTemplate(before.template, template)
  return lines.length === 0 && differs ? [`~ template ${template.name}: what is not made yet`] : lines
}

/** From which template, and who is there first. */
const named = ({ template: before }: Parts, { template: after }: Parts): ReadonlyArray<string> => {
  if (before === null || after === null) return []
  const core = [before.core, after.core].map((those) => those.join(" ") || "nobody") as [string, string]
  return [
    ...(before.name === after.name ? [] : [`~ template ${before.name} → ${after.name}`]),
    ...(core[0] === core[1] ? [] : [`~ template ${after.name}: core ${core[0]} → ${core[1]}`]),
  ]
}

const parted = (before: Parts, after: Parts): ReadonlyArray<string> => [
  ...comings("agent", [...before.agents, ...before.later], [...after.agents, ...after.later]),
  ...changes("memory", before.memory, after.memory, titleOf, ({ value: _, ...block }) => block),
  ...changes(
    "group",
    before.groups,
    after.groups,
    ({ name }) => name,
    (group) => group,
  ),
]

const titleOf = ({ label, agent }: Block): string => (agent === null ? label : `${label} of ${agent}`)

const comings = (what: string, before: ReadonlyArray<string>, after: ReadonlyArray<string>) => [
  ...after.filter((name) => !before.includes(name)).map((name) => `+ ${what} ${name}`),
  ...before.filter((name) => !after.includes(name)).map((name) => `- ${what} ${name}`),
]

const changes = <A extends object>(
  what: string,
  before: ReadonlyArray<A>,
  after: ReadonlyArray<A>,
  title: (it: A) => string,
  shown: (it: A) => object,
): ReadonlyArray<string> => [
  ...comings(what, before.map(title), after.map(title)),
  ...after.flatMap((now) => {
    const was = before.find((it) => title(it) === title(now))
    if (was === undefined) return []
    const old = shown(was) as Record<string, unknown>
    const differing = Object.entries(shown(now)).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(old[key]),
    )
    return differing.length === 0
      ? []
      : [
          `~ ${what} ${title(now)}: ${differing.map(([key, value]) => `${key} ${said(old[key])} → ${said(value)}`).join(", ")}`,
        ]
  }),
]

const said = (value: unknown): string =>
  Array.isArray(value)
    ? value.join(" ") || "nobody"
    : typeof value === "string"
      ? JSON.stringify(value)
      : String(value)

/** What no template changes: agents that the user added, does without, renamed; memory that a template has no place for. */
const keptOwn = (
  own: Own,
  memory: ReadonlyArray<Block>,
  { memory: plans }: Template,
): ReadonlyArray<string> => [
  ...own.added.map((brain) => `agent ${brain}, added`),
  ...own.removed.map((brain) => `agent ${brain}, removed`),
  ...Object.entries(own.names).map(([brain, name]) => `agent ${brain}, called ${JSON.stringify(name)}`),
  ...memory
    .filter(
      ({ label, agent }) => !plans.some((plan) => plan.label === label && plan.shared === (agent === null)),
    )
    .map((block) => `memory ${titleOf(block)}, written in`),
]

/** What applying a template to a constellation that is made would do. */
export const planFor = (
  laid: Laid,
  template: Template,
): { readonly lines: ReadonlyArray<string>; readonly own: ReadonlyArray<string> } => {
  const after = laidOut(laid, template)
  return { lines: differences(laid, after), own: keptOwn(laid.own, after.memory, template) }
}
