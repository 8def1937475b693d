/** On which line and column of a TOML text a key or a value stands, which the parser does not tell. https://toml.io/en/v1.0.0 */

export interface Position {
  readonly line: number
  readonly column: number
}

export type Path = ReadonlyArray<string | number>

export interface Positions {
  /** Of the key, the table's header or the item of a list; of the nearest table around it when it is not there itself. */
  readonly key: (path: Path) => Position
  /** Of the value; of the key when it has none. */
  readonly value: (path: Path) => Position
  /** Whether something is said there. */
  readonly has: (path: Path) => boolean
  /** The table that the end of the text is in. */
  readonly table: Path
}

/** Deeper keys are unknown anyway, and a text may nest as deep as it is long. */
const deepest = 8
const idOf = (path: Path) => JSON.stringify(path.slice(0, deepest))

/** For a text that the parser has read, or the part of it that it could read; anything else gets some positions or other. */
export const positionsOf = (text: string): Positions => {
  const keys = new Map<string, number>()
  const values = new Map<string, number>()
  /** By the path of a list of tables: the index of its last one. */
  const last = new Map<string, number>()
  let at = 0
  let table: Path = []

  const skip = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ""
    at += found.length
    return found
  }
  const skipBlank = () => skip(/(?:[\s\uFEFF]|#[^\n]*)*/y)
  const skipString = () => skip(/"""(?:[^\\]|\\[^])*?"{3,5}|'''[^]*?'{3,5}|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?/y)

  const note = (path: Path, offset: number, over = false) => {
    for (let depth = 1; depth <= Math.min(path.length, deepest); depth++) {
      const id = idOf(path.slice(0, depth))
      if (!keys.has(id) || (over && depth === path.length)) keys.set(id, offset)
    }
  }

  const readKey = (): Array<string> => {
    const parts: Array<string> = []
    do {
      skip(/[ \t]*/y)
      parts.push(/["']/.test(text[at] ?? "") ? unquoted(skipString()) : skip(/[^\s.=\]"']*/y))
      skip(/[ \t]*/y)
    } while (text[at] === "." && ++at)
    return parts
  }

  const readValue = (path: Path): void => {
    if (!values.has(idOf(path))) values.set(idOf(path), at)
    const open = text[at]
    if (open === "[") return readItems(path)
    if (open === "{") return readPairs(path)
    if (open === '"' || open === "'") return void skipString()
    skip(/[^,\]}#\n]*/y)
  }

  const readItems = (path: Path): void => {
    at++
    for (let n = 0; at < text.length; n++) {
      skipBlank()
      if (text[at] === "]" || at >= text.length) break
      note([...path, n], at)
      readValue([...path, n])
      skipBlank()
      if (text[at] !== ",") break
      at++
    }
    at++
  }

  const readPairs = (path: Path): void => {
    at++
    while (at < text.length) {
      skipBlank()
      if (text[at] === "}" || at >= text.length) break
      readPair(path)
      skipBlank()
      if (text[at] !== ",") break
      at++
    }
    at++
  }

  const readPair = (within: Path): void => {
    const start = at
    const path = [...within, ...readKey()]
    note(path, start)
    if (text[at] !== "=") return
    at++
    skip(/[ \t]*/y)
    readValue(path)
  }

  /** A header goes through the last table of each list on its way. */
  const readHeader = (): void => {
    const start = at
    const isList = text.startsWith("[[", at)
    at += isList ? 2 : 1
    const names = readKey()
    let path: Path = []
    for (const [n, name] of names.entries()) {
      path = [...path, name]
      const index = last.get(idOf(path))
      const isNew = isList && n === names.length - 1
      if (!isNew && index === undefined) continue
      const next = isNew ? (index ?? -1) + 1 : index!
      if (isNew) {
        note(path, start)
        last.set(idOf(path), next)
      }
      path = [...path, next]
    }
    table = path
    note(path, start, true)
    skip(/\]*/y)
  }

  for (;;) {
    skipBlank()
    if (at >= text.length) break
    const start = at
    if (text[at] === "[") readHeader()
    else readPair(table)
    if (at === start) at++
  }

  const placeOf = (offset: number): Position => {
    const before = text.slice(0, offset)
    return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") }
  }
  const nearest = (path: Path): number => {
    for (let depth = Math.min(path.length, deepest); depth > 0; depth--) {
      const offset = keys.get(idOf(path.slice(0, depth)))
      if (offset !== undefined) return offset
    }
    return 0
  }
  return {
    key: (path) => placeOf(nearest(path)),
    value: (path) => placeOf(values.get(idOf(path)) ?? nearest(path)),
    has: (path) => keys.has(idOf(path)),
    table,
  }
}

const unquoted = (quoted: string): string => {
  if (quoted.startsWith("'")) return quoted.slice(1, -1)
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted.slice(1, -1)
  }
}
