/**
 * A plan sheet: goal, what is decided, what is known, in people's own words. It goes on from the sheet that was last shown
 * in the channel, so that what people said stays on it when their lines are no longer lent. Pure.
 */
import type { Line } from "../../../machines/values.ts"
import { factsIn, listFacts, type Fact } from "./facts.ts"
import { plain, quote } from "./own-words.ts"
import type { Said } from "./said.ts"
import type { Scene } from "./scene.ts"
import { stems } from "./words.ts"

const aims =
  /^(?!.*\bto (?:know|see|ask|hear|say|talk|tell|understand|thank|discuss)\b)(?:(?:so|and|but|well|ok|now|hi|hello)\b[\s,]*)?(?:i|we|let's|let us)\b.{0,40}\b(?:want|aim|plan|launch|launching|open|opening|start|build|make|release|ship|publish|organi[sz]e|create|finish|going to|would like|hope|need to)\b|\b(?:the|our|my) (?:goal|aim|plan|idea) (?:is|was)\b/i

const decides =
  /\b(we|i)('ve| have)? (decided|agreed|chose|settled)\b|\blet's go (with|for)\b|^(decision|decided|agreed)\b/i

/** What people are after, in their own words: in the message, else as a sheet has it, else the first in the channel. */
export const goalIn = (
  now: ReadonlyArray<Said>,
  before: ReadonlyArray<Said>,
  lent: ReadonlyArray<Line>,
): Said | null => {
  const isGoal = (it: Said) => !it.asks && it.stems.size >= 2 && aims.test(it.text)
  return now.find(isGoal) ?? lastRow(lent, "Goal") ?? before.find(isGoal) ?? null
}

/** The rows of the sheet as they stand now. */
export const sheetRows = (scene: Scene): ReadonlyArray<string> => {
  const { goal, now, before, prompt } = scene
  const told = [...before, ...now].filter((it) => !it.asks && it.text !== goal?.text)
  const decided = told.findLast(({ text }) => decides.test(text)) ?? lastRow(prompt.lent, "Decided")
  const counted = [...told.filter((it) => it.text !== decided?.text), ...now.filter(isRequest)]
  const old = carried(prompt.lent)
  const fresh = factsIn(counted.map((it) => ({ ...it, by: nameOf(it, scene) })))
  const known = [...old, ...fresh.filter((it) => !old.some(({ text }) => text === it.text))]
    .filter(({ text }) => !goal?.text.toLowerCase().includes(text.toLowerCase()))
    .slice(-8)
  return [
    ...(goal === null ? [] : [saidRow("Goal", goal, scene)]),
    ...(decided === null ? [] : [saidRow("Decided", decided, scene)]),
    ...(known.length === 0 ? [] : [`**Known** – ${listFacts(known)}`]),
  ]
}

export const saidRow = (head: string, said: Said, scene: Pick<Scene, "prompt">): string =>
  `**${head}** – ${quote(said.text)} (${nameOf(said, scene)})`

/** A sheet is for all, so it names who asks, too. */
const nameOf = ({ by }: Said, { prompt }: Pick<Scene, "prompt">): string =>
  by === "you" ? plain(prompt.message.author.name) : by

/** A request may hold facts; what is asked about is none yet. */
const isRequest = ({ asks, text }: Said): boolean => asks && !text.endsWith("?")

const ofAgents = (lent: ReadonlyArray<Line>, pattern: RegExp): RegExpExecArray | null =>
  lent
    .filter(({ brain }) => brain !== null)
    .map(({ text }) => pattern.exec(text))
    .findLast((found) => found !== null) ?? null

const lastRow = (lent: ReadonlyArray<Line>, head: string): Said | null => {
  const [, text, by] =
    ofAgents(lent, new RegExp(`^\\*\\*${head}\\*\\* – “([^”]+)” \\(([^()]+)\\)`, "m")) ?? []
  return text === undefined || by === undefined ? null : { by, text, stems: stems(text), asks: false }
}

const carried = (lent: ReadonlyArray<Line>): ReadonlyArray<Fact> => {
  const [, row = ""] = ofAgents(lent, /^\*\*Known\*\* – (.+)$/m) ?? []
  return [...row.matchAll(/(?:^|; )([^();]+) \(([^()]+)\)/g)].flatMap(([, facts, by]) =>
    // A comma within a number parts no facts.
    facts!.split(/,\s/).map((text) => ({ by: by!, text })),
  )
}
