/**
 * A plan sheet: goal, what is decided, what is known, in people's own words. It goes on from the sheet that was last shown
 * in the channel, so that what people said stays on it when their lines are no longer lent. Pure.
 */
import type { Prompt } from "../../../actors/performing/model.ts"
import type { Line } from "../../../machines/values.ts"
import { factsIn, type Fact } from "./facts.ts"
import { plain, quote } from "./own-words.ts"
import type { Said } from "./said.ts"
import type { Scene } from "./scene.ts"
import { stem, stems } from "./words.ts"

const aims =
  /^(?!.*\bto (?:know|see|ask|hear|say|talk|tell|understand|thank|discuss)\b)(?:(?:so|and|but|now)\b[\s,]*)?(?:i|we|let's|let us)\b.{0,40}\b(?:want|aim|plan|launch|launching|open|opening|start|build|make|release|ship|publish|organi[sz]e|create|finish|going to|would like|hope|need to)\b|\b(?:the|our|my) (?:goal|aim|plan|idea) (?:is|was)\b/i

const decides =
  /\b(we|i)('ve| have)? (decided|agreed|chose|settled)\b|\blet's go (with|for)\b|^(decision|decided|agreed)\b/i

/** What people are after, in their own words: in the message, else as a sheet has it, else the first in the channel. */
export const goalIn = (
  now: ReadonlyArray<Said>,
  before: ReadonlyArray<Said>,
  lent: ReadonlyArray<Line>,
): Said | null => {
  const isGoal = (it: Said) => !it.asks && it.stems.size >= 2 && aims.test(it.text)
  return now.find(isGoal) ?? carriedRow(lent, "Goal") ?? before.find(isGoal) ?? null
}

/** The rows of the sheet as they stand now. */
export const sheetRows = (scene: Scene): ReadonlyArray<string> => {
  const { goal, prompt } = scene
  const told = [...scene.before, ...scene.now].filter((it) => !it.asks && it.text !== goal?.text)
  const decided = told.findLast(({ text }) => decides.test(text)) ?? carriedRow(prompt.lent, "Decided")
  const answers = scene.brief.questions.flatMap((question) => {
    const said = answerTo(question, scene)
    return said === null || said === goal ? [] : [{ head: headOf(question)!, said }]
  })
  const known = knownFacts(scene, [goal, decided, ...answers.map(({ said }) => said)])
  return [
    ...(goal === null ? [] : [saidRow("Goal", goal, prompt)]),
    ...(decided === null ? [] : [saidRow("Decided", decided, prompt)]),
    ...answers.map(({ head, said }) => saidRow(head, said, prompt)),
    ...(known === "" ? [] : [`**Known** – ${known}`]),
  ]
}

/** What somebody said that answers a question of the brief: it is on what the question asks for, and says what that is. */
export const answerTo = (question: string, { goal, now, before, prompt }: Scene): Said | null => {
  const head = headOf(question)
  if (head === null) return null
  if (/^(goal|aim)$/i.test(head)) return goal
  const said = [...before, ...now].findLast(
    (it) =>
      !it.asks &&
      it.stems.has(stem(head.toLowerCase())) &&
      /\b(is|are|was|would be|could be)\b|:/i.test(it.text),
  )
  return said ?? carriedRow(prompt.lent, head)
}

/** `What is the one risk that could sink the plan?` → `Risk`. */
const headOf = (question: string): string | null => {
  const [, noun] = /^what (?:is|are) the (?:(?:one|main|biggest|exact) )?([\p{L}-]+)/iu.exec(question) ?? []
  return noun === undefined ? null : `${noun[0]!.toUpperCase()}${noun.slice(1)}`
}

export const saidRow = (head: string, said: Said, prompt: Prompt): string =>
  `**${head}** – ${quote(said.text)} (${nameOf(said, prompt)})`

/** As many facts as a sheet shows, the latest. */
const mostFacts = 8

/** All facts of the talk but those in `apart`, by whom: `5,000 euros, two people (Ben); 40 of 500 people (Cleo)`. */
export const knownFacts = ({ prompt, before, now }: Scene, apart: ReadonlyArray<Said | null>): string => {
  const inTalk = [...before, ...now].filter(
    (it) => /\p{L}{2}/u.test(it.text) && !isAsked(it) && !apart.some((of) => of?.text === it.text),
  )
  const fresh = factsIn(inTalk.map((it) => ({ by: nameOf(it, prompt), text: it.text })))
  const old = carriedFacts(prompt.lent)
  const all = [...old, ...fresh.filter((it) => !old.some(({ text }) => text === it.text))]
    .filter(({ text }) => !apart.some((of) => of?.text.toLowerCase().includes(text.toLowerCase())))
    .slice(-mostFacts)
  return [...Map.groupBy(all, ({ by }) => by)]
    .map(([by, facts]) => `${facts.map(({ text }) => text).join(", ")} (${by})`)
    .join("; ")
}

/** What is asked about is no fact yet; a request may hold some. */
const isAsked = ({ asks, text }: Said): boolean => asks && text.endsWith("?")

/** A sheet is for all, so it names who asks, too. */
const nameOf = ({ by }: Said, { message }: Prompt): string =>
  (by === "you" ? plain(message.author.name) : by).replace(/[()]/g, "")

const lastOfAgents = (lent: ReadonlyArray<Line>, pattern: RegExp): RegExpExecArray | null =>
  lent
    .filter(({ brain }) => brain !== null)
    .map(({ text }) => pattern.exec(text))
    .findLast((found) => found !== null) ?? null

const carriedRow = (lent: ReadonlyArray<Line>, head: string): Said | null => {
  const row = new RegExp(`^\\*\\*${head}\\*\\* – “([^”]+)” \\(([^()]+)\\)`, "m")
  const [, text, by] = lastOfAgents(lent, row) ?? []
  return text === undefined || by === undefined ? null : { by, text, stems: stems(text), asks: false }
}

/** Facts are parted by a comma and a space: a comma within a number, or within a quote, parts none. */
const carriedFacts = (lent: ReadonlyArray<Line>): ReadonlyArray<Fact> => {
  const [, row = ""] = lastOfAgents(lent, /^\*\*Known\*\* – (.+)$/m) ?? []
  return [...row.matchAll(/(?:^|; )((?:“[^”]*”|[^();“”])+) \(([^()]+)\)/g)].flatMap(([, facts, by]) =>
    (facts!.match(/“[^”]*”|[^,“”](?:[^,“”]|,(?! ))*/g) ?? []).flatMap((text) =>
      text.trim() === "" ? [] : [{ by: by!, text: text.trim() }],
    ),
  )
}
