/** Editing that a rule can do: it cuts filler from a text, and points at the longest sentence. Pure. */
import { flat, quote } from "../own-words.ts"
import type { Scene } from "../scene.ts"
import { clip, sentences } from "../words.ts"
import { lastRequest } from "./draft.ts"

type Lines = ReadonlyArray<string>

/** After Strunk, "The Elements of Style", 1918: "Omit needless words." */
const wordy: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b(in order to|so as to)\b/gi, "to"],
  [/\b(due to|owing to) the fact that\b/gi, "because"],
  [/\bin the event that\b/gi, "if"],
  [/\bat this point in time\b/gi, "now"],
  [/\b(is|are) able to\b/gi, "can"],
  [/\bprior to\b/gi, "before"],
  [/\b(utili[sz]e|make use of)\b/gi, "use"],
  [/\ba (large|great) number of\b/gi, "many"],
  [
    /\b(it should be noted that|please note that|as a matter of fact|i (think|believe|feel) that|needless to say),?\s*/gi,
    "",
  ],
  [
    /\b(really|very|quite|just|actually|basically|simply|literally|honestly|totally|extremely|of course|kind of|sort of),?\s+/gi,
    "",
  ],
]

/** Text of somebody's that is worth cutting, in words. */
const least = 8

export const tighten = (scene: Scene): Lines => {
  const text = textIn(scene.text)
  if (text === null) {
    return [
      scene.say(
        "Paste the text after a colon, in the same message, and I cut what a rule can cut.",
        "I need the text itself: put it after a colon, and I take the filler out.",
      ),
      ...(lastRequest(scene) === null ? [] : ["For other lines, say “another one”."]),
    ]
  }
  const cut = wordy
    .reduce((it, [pattern, by]) => it.replace(pattern, by), text)
    .replace(/\s+/g, " ")
    .trim()
  const short = cut.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
  const longest = sentences(short).toSorted((a, b) => count(b) - count(a))[0] ?? short
  const [from, to] = [count(text), count(short)]
  return [
    from > to
      ? scene.say(
          "I cut the filler by rule and left the rest alone:",
          "I took the filler out and kept your voice:",
          "Offline I can only prune, so I pruned:",
        )
      : scene.say(
          "I find no filler that a rule could cut; it is tight already.",
          "My rules find nothing to cut here.",
        ),
    ...(from > to
      ? [
          `> ${clip(short, Math.min(900, 2 * scene.prompt.brain.maxTokens))}`,
          `That is ${to} words instead of ${from}.`,
        ]
      : []),
    ...(count(longest) > 20
      ? [`The longest sentence still has ${count(longest)} words, from ${quote(longest, 40)} on: split it.`]
      : []),
  ]
}

const count = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

/** What stands after a colon or a line's end, or in quotes. */
const textIn = (message: string): string | null => {
  const [, quoted] = /[“"]([^“”"]{30,})[”"]/s.exec(message) ?? []
  const [, after] = /^[^:\n]{0,120}(?::|\n)\s*(.+)$/s.exec(message) ?? []
  const text = flat((quoted ?? after ?? "").replace(/```\w*/g, " "))
  return count(text) >= least ? text : null
}
