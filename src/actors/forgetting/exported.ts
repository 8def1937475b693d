/** Everything that is kept about somebody as one text. */
import type { Part } from "./belongings.ts"

/** JSON lines: a header that says what each part is, then an item a line. `at` in ms since 1970. */
export const exported = (user: string, at: number, parts: ReadonlyArray<Part>): string => {
  const header = {
    export: 1,
    user,
    at,
    parts: parts.map(({ part, what, items }) => ({ part, what, items: items.length })),
  }
  const lines = [JSON.stringify(header)]
  for (const { part, items } of parts) for (const item of items) lines.push(JSON.stringify({ part, item }))
  return `${lines.join("\n")}\n`
}
