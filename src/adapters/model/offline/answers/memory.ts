/** What was said, given back: kept, recalled, summed up. Pure. */
import { datesIn, bareDate, figuresIn } from "../facts.ts"
import { ownSentences, plain, quote } from "../own-words.ts"
import type { Said } from "../said.ts"
import type { Scene } from "../scene.ts"
import { keep, keptAtMost } from "../keeping.ts"
import { sheetRows } from "../sheet.ts"
import { central } from "../summary.ts"
import { listed } from "../words.ts"

type Lines = ReadonlyArray<string>

export const remember = (scene: Scene): Lines => {
  const said = scene.now.filter(({ stems }) => stems.size > 0)
  if (said.length === 0)
    return [scene.say("Tell me in the same message what to keep.", "Gladly – what shall I keep?")]
  const earlier = scene.related.find((it) => !it.asks)
  const kept =
    keep(scene.prompt, said) === null
      ? scene.say("I keep it in our session, in your words:", "Memory has no room for it, our session has:")
      : scene.say(
          "I have kept it in your words:",
          "It is on record as you said it:",
          "That stays with me as you put it:",
        )
  return [
    `${kept} ${said
      .slice(0, keptAtMost)
      .map(({ text }) => quote(text))
      .join(" ")}`,
    ...(earlier === undefined
      ? []
      : [
          `${scene.say("It goes with", "Before there was", "Next to it stands")} ${quote(earlier.text)} (${earlier.by}).`,
        ]),
    "Ask me “what did I tell you?” and it comes back; `/memory` shows all that is kept.",
  ]
}

export const recall = (scene: Scene): Lines => {
  const { message, session, digest } = scene.prompt
  const before = ownSentences(digest?.text ?? "", []).slice(-3)
  const asked = session
    .map(({ asked }) => ownSentences(asked, [scene.prompt.brain.name]).join(" "))
    .filter((it) => it !== "" && it !== message.text)
  const shown = [...new Set(asked)].slice(-4)
  if (shown.length === 0 && before.length === 0) {
    return [
      scene.say(
        "This is the first thing that you ask me; there is nothing before it in our session.",
        "Our session begins with this message, so there is nothing to recall yet.",
      ),
    ]
  }
  const head = scene.say(
    "From our session, oldest first:",
    "This is what you wrote to me before:",
    "Here is what I have from you:",
  )
  return [
    head,
    ...before.map((text) => `- ${quote(text)} (long ago)`),
    ...shown.map((text) => `- ${quote(text)}`),
    ...(asked.length > shown.length ? [`There were ${asked.length} in all; these are the last.`] : []),
  ]
}

/** Lines of a summary: sentences for each person, and people. */
const most = { sentences: 6, each: 2, people: 5 }

export const summary = (scene: Scene): Lines => {
  const material = scene.now.length < 4 ? scene.before : scene.now.slice(1)
  const sheet = scene.skill === "plan" ? sheetRows(scene) : []
  const facts = sheet.length > 0 ? sheet : keyFacts(material)
  const isShown = (it: Said) => facts.some((row) => row.includes(quote(it.text)))
  const telling = central(
    material.filter((it) => !isShown(it) && !(it.asks && sheet.length > 0)),
    most.sentences,
  )
  const people = [...Map.groupBy(telling, ({ by }) => by)].slice(0, most.people)
  if (people.length === 0 && facts.length === 0) {
    return [
      scene.say(
        "There is nothing to sum up yet, for nobody has said much here.",
        "My summary is short: so far nothing was said that I could sum up.",
      ),
    ]
  }
  return [
    scene.say(
      "What people said, in their own words:",
      "The talk so far, from those who were there:",
      "Here is the thread, person by person:",
    ),
    ...people.map(([by, said]) => `- **${by === "you" ? "You" : by}** – ${ownWords(said)}`),
    ...facts,
    ...agentsIn(scene),
  ]
}

/** What somebody told; what they asked where they told nothing. */
const ownWords = (said: ReadonlyArray<Said>): string => {
  const told = said.filter((it) => !it.asks)
  return (told.length > 0 ? told : said)
    .slice(0, most.each)
    .map(({ text }) => quote(text))
    .join(" ")
}

const keyFacts = (material: ReadonlyArray<Said>): Lines => {
  const told = material.filter((it) => !it.asks)
  const facts = told.flatMap(({ text }) => [
    ...datesIn(text).map((it) => bareDate(it.text)),
    ...figuresIn(text).map((it) => it.text),
  ])
  const each = [...new Map(facts.map((it) => [it.toLowerCase(), it])).values()].slice(0, 8)
  return each.length === 0 ? [] : [`Dates and figures: ${each.join(" · ")}.`]
}

const agentsIn = ({ prompt: { brain, lent }, brief }: Scene): Lines => {
  const ids = [...new Set(lent.flatMap((line) => (line.brain === null ? [] : [line.brain])))]
  const names = ids.map((id) =>
    id === brain.id ? "I" : plain(brief.colleagues.find((it) => it.toLowerCase() === id) ?? id),
  )
  const sorted = [...names.filter((name) => name !== "I"), ...names.filter((name) => name === "I")]
  return sorted.length === 0 ? [] : [`${listed(sorted)} answered in between.`]
}
