/** A text without anybody who writes: patterns filled with people's own words, and [gaps] for what nobody said. Pure. */
import { seedOf } from "../choice.ts"
import { bareDate, datesIn } from "../facts.ts"
import { nextQuestion } from "../open-questions.ts"
import { flat } from "../own-words.ts"
import { ownThing, requestIn, wantsMore, wantsText, type Request } from "../request.ts"
import { relatedTo, type Said } from "../said.ts"
import type { Scene } from "../scene.ts"
import { clip, sentences, stems, subject } from "../words.ts"

type Lines = ReadonlyArray<string>

export const draft = (scene: Scene): Lines => {
  const request = requestOf(scene)
  return request.short ? headlines(scene, request) : skeleton(scene, request)
}

/** `another one` asks for what was asked for last; a request without a topic is about what people are after. */
const requestOf = (scene: Scene): Request => {
  const last = lastRequest(scene)
  if (last !== null && (wantsMore(scene.text) || !wantsText(scene.text))) return last
  const now = requestIn(scene.text)
  const said = [scene.text, scene.goal?.text ?? "", ...scene.before.map(({ text }) => text).toReversed()]
  const thing = said.map(ownThing).find((it) => it !== null)
  return { ...now, topic: now.topic ?? thing ?? last?.topic ?? null }
}

/** The text that the same person asked for before. */
export const lastRequest = ({ before }: Scene): Request | null => {
  const asked = before.findLast((it) => it.by === "you" && wantsText(it.text) && !wantsMore(it.text))
  return asked === undefined ? null : requestIn(asked.text)
}

/** Three lines that differ in kind, one of them with the date when there is one. */
const headlines = (scene: Scene, { noun, topic }: Request): Lines => {
  const it = topic ?? "[what it is]"
  const when = dateFor(scene, topic)
  const dated =
    when === null
      ? []
      : [
          `${capital(it)}. ${capital(bareDate(when))}. [One promise.]`,
          `Your ${it}, ${when}.`,
          `${capital(bareDate(when))}: ${it}. [A reason to come.]`,
        ]
  const [timely] = scene.fresh(dated)
  const others = scene.fresh([
    `[What people miss]? ${capital(it)}.`,
    `${capital(it)}: [what it gives], for [whom].`,
    `Less [what annoys]. More ${it}.`,
    `Finally: ${withArticle(it)} for [whom].`,
    `Meet the ${it} that [what only it does].`,
  ])
  const three = [...(timely === undefined ? [] : [timely]), ...others].slice(0, 3)
  const from = seedOf(scene.text) % 3
  const chosen = [...three.slice(from), ...three.slice(0, from)]
  return [
    scene.say(
      "Three by pattern, since no muse works offline:",
      "These come from patterns and your words, not from inspiration:",
      "Offline I only have patterns, but here are three to start from:",
    ),
    ...chosen.map((line, at) => `${at + 1}. ${line}`),
    [
      timely === undefined
        ? `Fill the [gaps], and one may do as the ${noun}.`
        : `I would start from ${chosen.indexOf(timely) + 1}: it says when.`,
      nextQuestion(scene) ?? "",
    ]
      .join(" ")
      .trim(),
  ]
}

/** A text in a quote block, as one would paste it: a head, what people said about it, and gaps. */
const skeleton = (scene: Scene, { noun, topic }: Request): Lines => {
  const facts = about(scene, topic).slice(0, 2)
  const when = dateFor(scene, topic)
  const head = [
    topic === null ? "[What it is about]" : capital(topic),
    ...(when === null ? [] : [bareDate(when)]),
  ]
  return [
    scene.say(
      "A skeleton from your own words; the [gaps] are yours:",
      "No model wrote this: your facts in order, with [gaps] where nobody said it:",
      "I put your words in order and left [gaps] where words are missing:",
    ),
    `> **${head.join(", ")}**`,
    `> ${facts.length === 0 ? "[What happens, in one sentence.]" : facts.map(sentence).join(" ")}`,
    "> [Why it matters to the reader.] [What they should do next, and by when.]",
    nextQuestion(scene) ?? `Fill the [gaps], and the ${noun} is there.`,
  ]
}

/** What the request itself tells, after a colon or in a sentence of its own. */
const given = ({ text, now }: Scene): ReadonlyArray<string> => {
  const [, after = ""] = /^[^:\n]{0,120}[:\n]\s*(.+)$/s.exec(text) ?? []
  const told = now.filter((it) => !it.asks && !wantsText(it.text)).map((it) => it.text)
  return [...new Set([...sentences(after), ...told])].filter((sentence) => subject(sentence).length >= 2)
}

/** What was said about the topic; where that is nothing, or an event, what people are after. */
const about = (scene: Scene, topic: string | null): ReadonlyArray<string> => {
  const own = given(scene)
  if (own.length > 0) return own
  const wanted = stems(topic ?? scene.text)
  const { goal } = scene
  const near = relatedTo(topic ?? scene.text, goal === null ? scene.before : [goal, ...scene.before])
  const found = near.filter(
    (it) =>
      !it.asks &&
      !wantsText(it.text) &&
      [...wanted].filter((of) => it.stems.has(of)).length > wanted.size / 2,
  )
  const texts = [...new Set(found.map(({ text }) => text))]
  if (texts.length > 0 || (topic !== null && !event.test(topic))) return texts
  return goal !== null
    ? [goal.text]
    : scene.before
        .filter(isTold)
        .slice(-2)
        .map(({ text }) => text)
}

const isTold = ({ asks, text }: Said) => !asks && !wantsText(text) && subject(text).length >= 2

const event = /\b(opening|launch|start|release|event|party|project|product|company|business|anniversary)\b/i

/** The date in the request, else the first of those that were said about it. */
const dateFor = (scene: Scene, topic: string | null): string | null =>
  [scene.text, ...about(scene, topic)]
    .flatMap(datesIn)
    .map(({ text }) => text)
    .find((date) => !/^(for|since|before|until|till|last|within|after)\b/i.test(date)) ?? null

const sentence = (text: string): string => {
  const whole = capital(clip(flat(text), 160))
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`
}

const capital = (text: string) => text.replace(/^\[?\p{Ll}/u, (letter) => letter.toUpperCase())

const withArticle = (noun: string) =>
  /^(our|your|my|new)\s|^\[|s$/i.test(noun) ? noun : `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`
