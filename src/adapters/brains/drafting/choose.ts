/** Which patterns suit a description: by full text, BM25 over what they say of themselves. Pure. */
import MiniSearch from "minisearch"
import { stem } from "../../routing/languages.ts"
import { stopWords } from "../../routing/stop-words.ts"
import { wordsOf } from "../../routing/words.ts"
import type { Library, Persona, Piece } from "./patterns.ts"

/** What a word is worth, by where a pattern has it. */
const worth = { name: 4, suits: 3, triggers: 2, role: 2, expertise: 1 }

const index = <A extends { readonly id: string }>(items: ReadonlyArray<A>) => {
  const search = new MiniSearch<A>({
    fields: Object.keys(worth),
    extractField: (item, field) => {
      const value = (item as unknown as Readonly<Record<string, unknown>>)[field]
      return Array.isArray(value) ? value.join(" ") : String(value ?? "")
    },
    tokenize: (text) => wordsOf(text).map(({ folded }) => folded),
    processTerm: (term) => (stopWords.has(term) ? null : stem(term, "en")),
    searchOptions: { boost: worth, fuzzy: (term) => (term.length > 5 ? 0.2 : false) },
  })
  search.addAll(items)
  return (text: string) => search.search(text).map(({ id, score }) => ({ id: String(id), score }))
}

/** Personas by how well they suit, the best first; those that share no word with it are left out. */
export const suiting = (description: string, { personas }: Library): ReadonlyArray<Persona> =>
  index(personas)(description).map(({ id }) => personas.find((one) => one.id === id)!)

/** The commands of a persona, and another one that the description asks for. */
export const commandsFor = (
  description: string,
  persona: Persona,
  { commands }: Library,
): ReadonlyArray<Piece> => {
  const [asked] = index(commands)(description)
  const ids = new Set([...persona.commands, ...(asked === undefined ? [] : [asked.id])])
  return commands.filter(({ id }) => ids.has(id)).slice(0, 4)
}
