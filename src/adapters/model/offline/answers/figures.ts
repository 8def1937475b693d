/** What a counter can do without data of its own: show the figures that people gave, do sums, say what is missing. Pure. */
import { factsIn } from "../facts.ts"
import { nextQuestion, nextRule } from "../open-questions.ts"
import { marked, quote } from "../own-words.ts"
import type { Said } from "../said.ts"
import type { Scene } from "../scene.ts"
import { knownFacts } from "../sheet.ts"
import { sumIn } from "../sums.ts"
import { stems } from "../words.ts"
import { gather } from "./gather.ts"

type Lines = ReadonlyArray<string>

/** It is about something that can be counted. */
const counts =
  /\b(how (many|much|often|long|far|big)|numbers?|figures?|data|percent\w*|rates?|statistics?|metrics?|averages?|budget|costs?|prices?|compare|trends?|estimates?|surveys?|market|total|sum)\b|\d/i
/** It asks for all the figures there are. */
const all =
  /\b(numbers?|figures?|data|facts?|metrics?|dates?)\b.*\b(do we have|have we|are there|were (said|given)|so far|we know)\b|\b(list|all|which|what) (the |our |your )?(numbers?|figures?|dates?|metrics?)\b/i

export const figures = (scene: Scene): Lines => {
  const close = closeTo(scene)
  const rest = knownFacts(scene, close)
  if (close.length === 0 && !counts.test(scene.text)) return gather(scene)
  if (rest !== "" && close.length === 0 && all.test(scene.text)) {
    return [
      `${scene.say("These figures were said here so far:", "On the table so far:", "I have counted along:")} ${rest}.`,
      ...missing(scene),
    ]
  }
  return [
    close.length > 0
      ? scene.say(
          "I have no data of my own, but this was said about it:",
          "By what people said here:",
          "From this channel, and from nowhere else:",
        )
      : scene.say(
          "Nobody has given a figure on that yet, and offline I cannot look one up.",
          "I do not know: there is no figure on it here, and I make none up.",
          "There is nothing to count on that yet, and no model to ask.",
        ),
    ...close.map((it) => `- ${it.by}: ${marked(it.text)}`),
    ...(rest === ""
      ? []
      : [`${scene.say("Also on the table:", "Other figures so far:", "What else was counted:")} ${rest}.`]),
    ...(close.some(({ text }) => /\d/.test(text)) ? [] : missing(scene)),
  ]
}

/** What bears on it; failing that, what holds a figure and shares but a word of the field with it. */
const closeTo = ({ text, related, before }: Scene): ReadonlyArray<Said> => {
  const told = related.filter((it) => !it.asks)
  const wanted = stems(text)
  const counted = before.filter(
    (it) => !it.asks && factsIn([it]).length > 0 && [...wanted].some((of) => it.stems.has(of)),
  )
  return (told.length > 0 ? told : counted.toReversed()).slice(0, 2)
}

export const sum = (scene: Scene): Lines => {
  const result = sumIn(scene.text) ?? ""
  const close = scene.related.find((it) => !it.asks)
  return [
    `${scene.say("That I can do without any model:", "Plain arithmetic, so I am sure:", "Sums work offline, too:")} **${result}**`,
    ...(close === undefined
      ? []
      : [
          `${scene.say("It was said before:", "It goes with", "This belongs to it:")} ${marked(close.text)} (${close.by})`,
        ]),
    ...(scene.skill === "figures" && result.includes("%") ? missing(scene) : []),
  ]
}

/** What would have to be known to say more, or how the agent would go about it. */
const missing = (scene: Scene): Lines => {
  const question = nextQuestion(scene)
  const rule = nextRule(scene)
  if (question !== null) {
    return [
      `${scene.say("To say more, I would ask:", "What I am missing:", "Before anybody builds on it:")} ${question}`,
    ]
  }
  return rule === null
    ? []
    : [`${scene.say("My brief for this:", "How I would go on, says my brief:")} ${quote(rule, 160)}`]
}
