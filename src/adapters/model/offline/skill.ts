/** What an agent can do without a model, by its field: lay out a plan, fill a text, count; or gather, as all can. Pure. */
import type { Brain } from "../../../machines/agent/brain.ts"
import { stems } from "./words.ts"

export type Skill = "plan" | "text" | "figures" | "general"

const fields: Readonly<Record<Exclude<Skill, "general">, ReadonlySet<string>>> = {
  plan: stems(
    "plan planning planner strategy strategist roadmap priority goal aim risk decide decision milestone deadline project",
  ),
  text: stems(
    "text draft headline title word wording writer tone rewrite proofread newsletter announcement slogan copy",
  ),
  figures: stems(
    "data number metric statistic figure percent average trend survey estimate analyse analyze analysis analyst evidence",
  ),
}

/** How many words of the skill's field a text holds. */
export const hitsIn = (skill: keyof typeof fields, text: string): number =>
  [...stems(text)].filter((it) => fields[skill].has(it)).length

const skills = new WeakMap<Brain, Skill>()

/** The one whose field holds most words of the brain's role and triggers, two at least. Worked out once a brain. */
export const skillOf = (brain: Brain): Skill => {
  const known = skills.get(brain)
  if (known !== undefined) return known
  const own = [brain.role, ...brain.triggers].join(" ")
  const [best] = (["plan", "text", "figures"] as const)
    .map((skill) => ({ skill, hits: hitsIn(skill, own) }))
    .sort((a, b) => b.hits - a.hits)
  const skill = best !== undefined && best.hits >= 2 ? best.skill : "general"
  skills.set(brain, skill)
  return skill
}
