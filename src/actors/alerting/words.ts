/** What operators read: how it is, in numbers, and what they can do. */
import type { EffectOf } from "../../machines/effects.ts"
import { plentyBelow, scarceAbove } from "../../machines/pool/load.ts"
import { lasted } from "../../machines/spans.ts"

/** Of all agents, so many may be used when it is well. */
const comfortable = 0.7

const percent = (part: number, all: number): string => `${all === 0 ? 100 : Math.round((100 * part) / all)} %`
const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`

export const textOf = ({ load, agents, used, waiting, longest, over }: EffectOf<"Alert">): string => {
  if (load === "plenty")
    return `Fewer agents would do: in the last ${lasted(over)} at most ${used} of ${agents} were used at once (${percent(used, agents)}, under ${percent(plentyBelow, 1)}). Nothing is changed; with a smaller \`agents\` in [pool] it takes less memory.`
  const more = Math.max(1, Math.ceil((used + waiting) / comfortable) - agents)
  return `Agents are scarce: ${used} of ${agents} are used (${percent(used, agents)}, over ${percent(scarceAbove, 1)}), and ${count(waiting, "turn")} ${waiting === 1 ? "waits" : "wait"}, the first for ${lasted(longest)}. Add ${count(more, "agent")}: \`orrery agents add ${Math.min(1000, more)}\`, or /agents add in Discord; for good, a larger \`agents\` in [pool].`
}
