/**
 * Patterns over the calls of tools: `git:push *`, `blender.render:*`, `memory.*`. What stands before the first colon is
 * matched with the tool's name, what follows with its argument; `*` is any run of characters, also none. Without a colon,
 * any argument.
 */
export interface Pattern {
  readonly tool: string
  readonly argument: string
}

export const pattern = (text: string): Pattern => {
  const colon = text.indexOf(":")
  return colon === -1
    ? { tool: text, argument: "*" }
    : { tool: text.slice(0, colon), argument: text.slice(colon + 1) }
}

export const written = ({ tool, argument }: Pattern): string => `${tool}:${argument}`

/** Whether a text is what a glob says. Takes time in proportion to the text, whoever wrote it. */
export const covers = (glob: string, text: string): boolean => {
  const [first, ...rest] = glob.split("*")
  if (first === undefined || rest.length === 0) return glob === text
  const last = rest.pop()!
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false
  let from = first.length
  for (const part of rest) {
    const found = text.indexOf(part, from)
    if (found === -1) return false
    from = found + part.length
  }
  return from <= text.length - last.length
}

/**
 * Whether all that the narrow pattern matches is matched by the wide one: a `*` of the narrow one is a letter that only
 * a `*` of the wide one takes.
 */
export const contains = (wide: Pattern, narrow: Pattern): boolean =>
  covers(wide.tool, narrow.tool) && covers(wide.argument, narrow.argument)

/** Whether some text is matched by both globs. */
const globsMeet = (one: string, other: string): boolean => {
  // Row by row: whether the rest of `one` from i and the rest of `other` from j have a text in common.
  let below: ReadonlyArray<boolean> = []
  for (let i = one.length; i >= 0; i--) {
    const row: Array<boolean> = []
    for (let j = other.length; j >= 0; j--) {
      const [a, b] = [one[i], other[j]]
      if (a === undefined && b === undefined) row[j] = true
      else if (a === "*") row[j] = below[j] === true || (b !== undefined && row[j + 1] === true)
      else if (b === "*") row[j] = row[j + 1] === true || (a !== undefined && below[j] === true)
      else row[j] = a !== undefined && a === b && below[j + 1] === true
    }
    below = row
  }
  return below[0]!
}

/** Whether some call is matched by both patterns. */
export const meet = (one: Pattern, other: Pattern): boolean =>
  globsMeet(one.tool, other.tool) && globsMeet(one.argument, other.argument)

/** How specific a glob is: one without `*` more than any with, then whoever says more letters. */
const saysOf = (glob: string): number =>
  glob.includes("*") ? glob.replaceAll("*", "").length : Number.MAX_SAFE_INTEGER

/** Negative where the first is the more specific one: the tool counts before the argument. */
export const bySpecificity = (one: Pattern, other: Pattern): number =>
  saysOf(other.tool) - saysOf(one.tool) || saysOf(other.argument) - saysOf(one.argument)
