/** What every agent can do: show what people said about a thing, and what its brief would have it find out. Pure. */
import { nextQuestion, nextRule, openQuestions, topicQuestion } from "../open-questions.ts"
import { quote } from "../own-words.ts"
import type { Scene } from "../scene.ts"

type Lines = ReadonlyArray<string>

export const gather = (scene: Scene): Lines => {
  const close = scene.related.slice(0, 2)
  return [
    close.length > 0
      ? scene.say(
          "I cannot answer that offline, but people here came close:",
          "No model is connected, so here is what was said about it:",
          "From this channel, which is all that I know:",
        )
      : scene.say(
          "Nobody has said anything on that here yet, and offline I do not guess.",
          "I have no answer to that: it was not said here, and no model is connected.",
          "This channel does not say, and it is all that I know offline.",
        ),
    ...close.map(({ by, text }) => `- ${by}: ${quote(text)}`),
    ...wayOn(scene),
  ]
}

/** A question that helps, and how the agent would go about it. */
const wayOn = (scene: Scene): Lines => {
  const question = scene.brief.questions.length > 0 ? nextQuestion(scene) : topicQuestion(scene)
  const rule = nextRule(scene)
  return [
    ...(question === null
      ? []
      : [`${scene.say("I would ask first:", "What would help me on:", "To get further:")} ${question}`]),
    ...(rule === null
      ? []
      : [
          `${scene.say("My brief for such cases:", "How I am told to go about it:", "With a model I would follow my brief:")} ${quote(rule, 160)}`,
        ]),
  ]
}

/** What it would like to be told. */
export const needs = (scene: Scene): Lines => {
  const questions = openQuestions(scene).slice(0, 3)
  if (questions.length === 0) {
    return [
      scene.say(
        "Tell me in one sentence what you are after.",
        "One sentence on what you want to reach would be a good start.",
      ),
    ]
  }
  return [
    `${scene.say("Since you ask, my brief has me find this out:", "What helps me most, by my brief:", "From my brief, I would start with:")} ${questions.join(" ")}`,
    scene.say("Answer in your own words, and I keep them.", "A sentence is plenty; I keep what you say."),
  ]
}
