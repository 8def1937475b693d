/** An agent is named that the team does not have. Pure. */
import type { Problem } from "./problem.ts"
import { nearest } from "./suggest.ts"

/** `meant` is who it is most likely to be; null: nobody is near. */
export const noAgent = (
  agent: string,
  team: ReadonlyArray<string>,
): Pick<Problem, "found" | "expected"> & { readonly meant: string | null } => {
  const meant = nearest(agent, team)
  return {
    meant,
    found: `the team has no agent ${JSON.stringify(agent)}${meant === null ? "" : `; did you mean ${meant}?`}`,
    expected:
      meant === null
        ? `one of ${team.slice(0, 20).join(", ")}, or a file ${agent}.md among the brains`
        : null,
  }
}
