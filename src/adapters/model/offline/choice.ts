/** Variety without chance: the same brain and words make the same choice, others another. Pure. */

/** FNV-1a, 32 bits. http://www.isthe.com/chongo/tech/comp/fnv/ */
export const seedOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

export const pick = <A>(choices: readonly [A, ...ReadonlyArray<A>], seed: number): A =>
  choices[seed % choices.length] ?? choices[0]
