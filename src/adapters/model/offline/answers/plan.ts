/** A planner's answer: the sheet, with the options and the topic that the message names, and what is open. Pure. */
import { topicsOf } from "../brief.ts"
import { factsIn } from "../facts.ts"
import { openQuestions, openRules } from "../open-questions.ts"
import { flat, quote } from "../own-words.ts"
import type { Said } from "../said.ts"
import type { Scene } from "../scene.ts"
import { saidRow, sheetRows } from "../sheet.ts"
import { stems, subject, stem } from "../words.ts"

type Lines = ReadonlyArray<string>

export const plan = (scene: Scene): Lines => {
  const known = sheetRows(scene)
  const sheet = [...known, ...options(scene), ...asked(scene, known)]
  const rows = [...sheet, ...onThis(scene, sheet)]
  const [rule] = openRules(scene)
  return [
    rows.length === 0
      ? scene.say(
          "I cannot weigh this offline, but I can keep the sheet, and it is still empty.",
          "My sheet is blank so far, and offline I do not guess.",
          "There is nothing on the sheet yet, and no model here to make something up.",
        )
      : scene.say(
          "I cannot weigh this offline, but here is the sheet as it stands:",
          "My sheet so far, made of nothing but your words:",
          "No model is here to judge it, so this is what we have:",
          "Here is what people gave me to plan with:",
        ),
    ...rows,
    ...openRow(scene),
    ...(rule === undefined
      ? []
      : [
          `${scene.say("What comes next, says my brief:", "And then, by my brief:", "My brief goes on:")} ${quote(rule, 160)}`,
        ]),
  ]
}

/** What else was said about it. */
const onThis = ({ related, prompt }: Scene, rows: Lines): Lines => {
  const close = related.find((it) => !it.asks && !rows.some((row) => row.includes(quote(it.text))))
  return close === undefined ? [] : [saidRow("On this", close, prompt)]
}

/** Somebody tells something: the sheet with it. */
export const noted = (scene: Scene, telling: Said): Lines => {
  const head = scene.say("That goes on the plan sheet:", "I put it on the sheet:", "One more for the plan:")
  const rows = sheetRows(scene)
  const holds =
    telling.text === scene.goal?.text || rows.some((row) => row.includes(flat(telling.text).slice(0, 60)))
  const counted = factsIn([telling]).length > 0
  return [holds || counted ? head : `${head} ${quote(telling.text)}`, ...rows, ...openRow(scene)]
}

const openRow = (scene: Scene): Lines => {
  const questions = openQuestions(scene).slice(0, 2)
  return questions.length === 0 ? [] : [`**Open** – ${questions.join(" ")}`]
}

/** A topic of the field that is asked about: what was said of it. */
const asked = (scene: Scene, known: Lines): Lines => {
  const topics = stems(topicsOf(scene.prompt.brain).join(" "))
  const word = subject(scene.text).find(
    (it) => topics.has(stem(it)) && !/^(goals?|plans?|decisions?)$/.test(it),
  )
  if (word === undefined || known.some((row) => row.startsWith(`**${head(word).replace(/s$/, "")}`)))
    return []
  const said = scene.before.findLast((it) => !it.asks && it.stems.has(stem(word)))
  return [
    said === undefined
      ? `**${head(word)}** – nobody has named any yet`
      : saidRow(head(word), said, scene.prompt),
  ]
}

const head = (word: string) => `${word[0]!.toUpperCase()}${word.slice(1)}`

const choosing =
  /(?:^|[.!?:,]\s+)(?:(?:should|shall|do|can|could|would) (?:we|i|it|they)|is it better to|what is better,?|which is better,?|would it be better to|decide|choose|either)?[\s:,]*([^?.!:\n]*\sor\s[^?.!:\n]*)\?/i

/** `Should we open on a Monday or on a Saturday?` → `open on a Monday · on a Saturday`. */
const options = ({ text }: Scene): Lines => {
  const [, choice = ""] = choosing.exec(text) ?? []
  const all = choice
    .split(/,\s*(?:or\s+)?|\s+or\s+/)
    .map((it) => it.trim())
    .filter((it) => it !== "")
  const few = all.length >= 2 && all.length <= 4 && all.every((it) => it.length <= 60)
  return few ? [`**Options** – ${all.join(" · ")}`] : []
}
