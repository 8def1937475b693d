/** Works a scene out, once for each answer. Pure. */
import type { Prompt } from "../../../actors/performing/model.ts"
import { briefOf } from "./brief.ts"
import { byFreshness, placeOf, vary } from "./choice.ts"
import { prose } from "./own-words.ts"
import { relatedTo, saidElsewhere, saidHere, saidNow } from "./said.ts"
import type { Scene } from "./scene.ts"
import { goalIn } from "./sheet.ts"
import { skillOf } from "./skill.ts"
import { sentences, stems } from "./words.ts"

export const sceneOf = (prompt: Prompt): Scene => {
  const { brain, message, lent } = prompt
  const brief = briefOf(brain)
  const agents = lent.flatMap(({ author, brain: of }) => (of === null ? [] : [author, of]))
  const names = [...new Set([brain.name, brain.id, ...brief.colleagues, ...agents])]
  const text = prose(message.text, names)
  const now = saidNow(prompt, names)
  const before = saidHere(prompt, names)
  const elsewhere = saidElsewhere(prompt, names).filter(({ text }) => !before.some((it) => it.text === text))
  const field = stems([brain.role, ...brain.triggers, sentences(brain.prompt)[0] ?? ""].join(" "))
  const related = relatedTo(text, [...elsewhere, ...before], field)
  return {
    prompt,
    skill: skillOf(brain),
    brief,
    text: message.via === null ? text : "",
    now,
    before,
    goal: goalIn(now, before, lent),
    related: turned(
      related.filter((it) => !(it.asks && it.by === "you")),
      placeOf(prompt),
    ),
    say: (...ways) => vary(prompt, ...ways),
    fresh: (options) => byFreshness(prompt, options, (it) => it),
  }
}

/** Who answers next to others begins with another of the best three than they. */
const turned = <A>(all: ReadonlyArray<A>, place: number): ReadonlyArray<A> => {
  const best = all.slice(0, 3)
  const at = place % Math.max(1, best.length)
  return [...best.slice(at), ...best.slice(0, at), ...all.slice(3)]
}
