/** What an agent's brief has it find out and do, less what was said or asked already. Pure. */
import type { Scene } from "./scene.ts"
import { answerTo } from "./sheet.ts"
import { topicsOf } from "./brief.ts"
import { listed, stems } from "./words.ts"

/** Its questions that nobody has answered, those first that were not asked lately. */
export const openQuestions = (scene: Scene): ReadonlyArray<string> =>
  scene.fresh(scene.brief.questions.filter((question) => answerTo(question, scene) === null))

/** The question that comes next, unless this agent asked it a moment ago. */
export const nextQuestion = (scene: Scene): string | null => unsaid(scene, openQuestions(scene))

/** For who has no question of its own: which topic of its field is it about? None when the message names one. */
export const topicQuestion = (scene: Scene): string | null => {
  const topics = topicsOf(scene.prompt.brain).slice(0, 4)
  const named = stems(topics.join(" "))
  if (topics.length < 2 || [...stems(scene.text)].some((it) => named.has(it))) return null
  return unsaid(scene, [`Is it about ${listed(topics, "or")}?`])
}

/** The same of its ways of working. */
export const nextRule = (scene: Scene): string | null => unsaid(scene, openRules(scene))

const unsaid = ({ prompt: { brain, lent } }: Scene, all: ReadonlyArray<string>): string | null => {
  const own = lent.filter((line) => line.brain === brain.id).slice(-2)
  return all.find((it) => !own.some(({ text }) => text.includes(it))) ?? null
}

/** Its ways of working, those first that were not shown lately; without those that a question of its stands for. */
export const openRules = ({ brief, fresh }: Scene): ReadonlyArray<string> =>
  fresh(
    brief.rules.filter(
      (rule) => !brief.questions.some((question) => [...stems(question)].every((it) => stems(rule).has(it))),
    ),
  )
