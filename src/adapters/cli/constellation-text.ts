/** A plan for templates, as people read it. */
import type { Change, PlanPage } from "../../actors/constellations/planning.ts"

export interface Plan extends Omit<PlanPage, "next"> {
  readonly where: string
}

const nameOf = ({ id, name }: Change["user"]): string => (name === id ? id : `${name} (${id})`)

/** `1 constellation`, `1,204 constellations`. */
export const counted = (count: number, what: string): string =>
  `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`

export const block = ({ user, from, to, lines, own }: Change): string =>
  [
    `${nameOf(user)}, ${from === to ? `from ${to}` : `from ${from}, to be ${to}`}`,
    ...lines.map((line) => `  ${line}`),
    ...own.map((line) => `  = ${line}: stays`),
  ].join("\n")

/** What comes, goes and changes in all of them: `+ 3, - 1, ~ 4`. */
const sums = (changes: ReadonlyArray<Change>): string => {
  const lines = changes.flatMap((change) => change.lines)
  return ["+", "-", "~"]
    .map((sign) => `${sign} ${lines.filter((line) => line.startsWith(sign)).length.toLocaleString("en")}`)
    .join(", ")
}

export const total = ({ looked, changes, orphans }: Plan): string => {
  const stay = looked - changes.length
  return changes.length === 0
    ? `Nothing to apply: ${counted(looked, "constellation")} stay${looked === 1 ? "s" : ""} as ${looked === 1 ? "it is" : "they are"}.`
    : `${counted(changes.length, "constellation")} of ${looked.toLocaleString("en")} would change (${sums(changes)}); ${stay.toLocaleString("en")} would stay as ${stay === 1 ? "it is" : "they are"}${orphans.length > 0 ? `, ${orphans.length.toLocaleString("en")} of them since their template is gone` : ""}.`
}

export const text = (plan: Plan): string => {
  const orphans = plan.orphans.map(
    ({ user, template }) => `${nameOf(user)}: there is no template ${template}, so it stays as it is`,
  )
  return [...plan.changes.map(block), ...(orphans.length > 0 ? [orphans.join("\n")] : []), total(plan)].join(
    "\n\n",
  )
}
