/** A message in another language: the phrases are English alone, but words can be kept and found in any. Pure. */
import { nextQuestion } from "../open-questions.ts"
import { marked } from "../own-words.ts"
import type { Scene } from "../scene.ts"

export const foreign = (scene: Scene): ReadonlyArray<string> => {
  const [close] = scene.related
  const own = scene.now.find((it) => !it.asks)
  const question = nextQuestion(scene)
  return [
    scene.say(
      "I only have English sentences offline, but words I can keep in any language.",
      "Offline I answer in English alone; what you write stays as it is.",
    ),
    ...(own === undefined ? [] : [`Kept from you: ${marked(own.text)}`]),
    ...(close === undefined ? [] : [`Close to it, by ${close.by}: ${marked(close.text)}`]),
    ...(question === null
      ? []
      : [`${scene.say("I would ask first:", "What would help me on:")} ${question}`]),
  ]
}
