/** Variety without chance: the same brain and words make the same choice, others another. Pure. */
import type { Prompt } from "../../../actors/performing/model.ts"

/** FNV-1a, 32 bits. http://www.isthe.com/chongo/tech/comp/fnv/ */
export const seedOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

/**
 * The options in the order in which to use them: those that no agent said in the channel lately, else those said longest
 * ago; among equals it depends on the message and the brain.
 */
export const byFreshness = <A>(
  { brain, message, lent, session }: Prompt,
  options: ReadonlyArray<A>,
  textOf: (option: A) => string,
): ReadonlyArray<A> => {
  const heard = [
    ...session.map(({ answered }) => answered),
    ...lent.filter((line) => line.brain !== null).map(({ text }) => text),
  ]
  const start = seedOf(`${message.id} ${message.text}`) + placeOf({ brain, message })
  return options
    .map((option, at) => {
      const lastUse = heard.findLastIndex((text) => text.includes(textOf(option)))
      return { option, lastUse, turn: (at + start) % options.length }
    })
    .sort((a, b) => a.lastUse - b.lastUse || a.turn - b.turn)
    .map(({ option }) => option)
}

/** Who answers the same message next to others says it another way: by its place among them, else by its id. */
export const placeOf = ({ brain, message }: Pick<Prompt, "brain" | "message">): number => {
  const together = message.called.length > 0 ? message.called : message.matched
  const at = together.indexOf(brain.id)
  return at === -1 ? seedOf(brain.id) : at
}

/** One of several ways to say it. */
export const vary = (prompt: Prompt, ...ways: readonly [string, ...ReadonlyArray<string>]): string =>
  byFreshness(prompt, ways, (way) => way)[0] ?? ways[0]
