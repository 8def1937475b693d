/** What works, and should better be otherwise. Pure. */
import { variableOf } from "./kinds.ts"
import type { Loaded } from "./load.ts"
import type { Problem } from "./problem.ts"
import { nearest } from "./suggest.ts"

/** Secrets that stand in the file itself, and variables that look like ours and are nobody's. */
export const advice = (
  { entries, file }: Loaded,
  variables: ReadonlyArray<string>,
): ReadonlyArray<Problem> => {
  const written = entries.flatMap(({ section, key, node }): ReadonlyArray<Problem> => {
    const value = file?.sections[section]?.[key]
    if (file === null || value === undefined || !node.kind.secret || variableOf(value) !== null) return []
    return [
      {
        file: file.name,
        at: file.positions.value([section, key]),
        key: `${section}.${key}`,
        found: "the secret itself stands in the file",
        expected: "it in the environment, and its name here",
        example: `${key} = ${node.example}`,
      },
    ]
  })
  const known = ["ORRERY_CONFIG", ...entries.flatMap(({ node }) => node.env ?? [])]
  const strange = variables
    .filter((name) => name.startsWith("ORRERY_") && !known.includes(name))
    .map((name): Problem => {
      const meant = nearest(name, known)
      return {
        file: "environment",
        at: null,
        key: name.slice(0, 100),
        found: `nobody reads this variable${meant === null ? "" : `; did you mean ${meant}?`}`,
        expected: null,
        example: null,
      }
    })
  return [...written, ...strange]
}
