/** Full-text search in what people keep: any of the words, also as beginnings or with a letter wrong, the best match first. Pure. */
import MiniSearch from "minisearch"
import { wordsOf } from "./words.ts"

/** From this length on, a letter in five may be another. */
const longWord = 5

/** Items whose texts hold words of the query, best first, at most `most`; of equal ones the later first. */
export const search = <A>(
  items: ReadonlyArray<A>,
  textOf: (item: A) => string,
  query: string,
  most: number,
): ReadonlyArray<A> => {
  const index = new MiniSearch<{ readonly id: number; readonly text: string }>({
    fields: ["text"],
    tokenize: (text) => wordsOf(text.normalize("NFC")).map(({ folded }) => folded),
    processTerm: (term) => term,
    searchOptions: {
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length >= longWord ? 0.2 : false),
    },
  })
  index.addAll(items.map((item, id) => ({ id, text: textOf(item) })))
  return index
    .search(query)
    .toSorted((a, b) => b.score - a.score || Number(b.id) - Number(a.id))
    .slice(0, most)
    .map(({ id }) => items[Number(id)]!)
}
