/** Turns what an instruction says to find out into the question itself: `Say first what the goal is` → `What is the goal?` Pure. */

const asking = "(?:what|which|whom|whose|who|how|when|where|why)"
const helper = "(?:is|are|was|were|should|can|could|must|will|would|may|has|have)"

/** An instruction to ask, or to say or name something that one has to know for it. */
const toAsk = new RegExp(`\\bask\\s+(${asking}\\b[^.;:]+)`, "iu")
const toAskFor =
  /\bask\s+(?:\w+\s+)?for\s+(the\s+(?!(?:one|two|three)\b)[\p{L} -]+?)(?=\s+(?:before|first|when|if)\b|[.,;:]|$)/iu
const toKnow = new RegExp(
  `\\b(?:say|state|tell|know|find out|clarify|make clear)\\s+(?:first\\s+)?((?:(?:for|of|with|to|by)\\s+)?${asking}\\b[^.,;:]+)`,
  "iu",
)
const toName = /^(?:name|identify|define|pick|set)\s+(the\s+[^.,;:]+)/iu

/** The questions of a sentence. `isPoint`: it is what a point begins with, so that what it names is found out, not made up. */
export const indirectQuestions = (sentence: string, isPoint: boolean): ReadonlyArray<string> => {
  if (sentence.endsWith("?")) return sentence.length <= longest ? [sentence] : []
  const ask = toAsk.exec(sentence)?.[1]
  const know = toKnow.exec(sentence)?.[1]
  const thing = toAskFor.exec(sentence)?.[1] ?? (isPoint ? toName.exec(sentence)?.[1] : undefined)
  const clause = ask === undefined ? (know === undefined ? null : direct(know, false)) : direct(ask, true)
  const question =
    clause ??
    (thing === undefined
      ? null
      : `what ${/[^s]s$/.test(thing.split(/ (?:that|which|of)\b/)[0]!) ? "are" : "is"} ${thing}`)
  if (question === null || question.length > longest || /\byou\b/i.test(question)) return []
  return [`${question[0]!.toUpperCase()}${question.slice(1).trim()}?`]
}

/** In characters. */
const longest = 120

const indirect = new RegExp(
  `^((?:for|of|with|to|by)\\s+)?(${asking}(?:\\s+(?:many|much|long|far|often|\\p{L}+s?))?)\\s+(it|they|this|that|we|(?:the|a)\\s+[\\p{L}-]+(?:\\s+[\\p{L}-]+)?)\\s+(${helper})\\b(.*)$`,
  "iu",
)

/** Each of the clauses with its verb before its subject; null when one cannot be turned, unless it may stand as it is. */
const direct = (clauses: string, asItIs: boolean): string | null => {
  const turned = clauses
    .split(new RegExp(`\\s+and\\s+(?=(?:(?:for|of|with|to|by)\\s+)?${asking}\\b)`, "iu"))
    .map((clause) => {
      const parts = indirect.exec(clause.trim())
      if (parts === null) return asItIs ? clause.trim() : null
      const [, preposition = "", word, subject, verb, rest] = parts
      return `${preposition}${word} ${verb} ${subject}${rest}`
    })
  return turned.includes(null) ? null : turned.join(", and ")
}
