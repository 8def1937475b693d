/** Text that is another's field: whose, as the brief says, and how to ask there. Pure. */
import { flat, plain, quote } from "../own-words.ts"
import type { Scene } from "../scene.ts"
import { hitsIn } from "../skill.ts"
import { clip } from "../words.ts"

/** Null when the brief leaves texts to nobody. */
export const handOver = ({ brief, say, text }: Scene): ReadonlyArray<string> | null => {
  const whose = brief.others === null ? null : writerIn(brief.others, brief.colleagues)
  if (brief.others === null || whose === null) return null
  return [
    `${say("I leave words to others, as my brief has it:", "My brief puts that into other hands:", "That belongs next door, by my brief:")} ${quote(brief.others, 160)}`,
    `Send this, and you are there: \`${plain(whose)}, ${asked(text)}\``,
  ]
}

/** The colleague whose part of the clause speaks most of texts: `Wording belongs to the Writer`. */
const writerIn = (clause: string, colleagues: ReadonlyArray<string>): string | null => {
  const parts = clause.split(/,\s*|\s+and\s+(?=\p{L}+\s+from\s+the\b)/u)
  const [best] = colleagues
    .map((name) => ({ name, hits: hitsIn("text", parts.filter((part) => part.includes(name)).join(" ")) }))
    .sort((a, b) => b.hits - a.hits)
  return best !== undefined && best.hits > 0 ? best.name : null
}

const asked = (text: string) => clip(flat(text), 100)
