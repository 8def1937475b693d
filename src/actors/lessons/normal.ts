/** An error without what is particular to one time that it happened: ids, numbers, hosts, quotes, keys, what anybody said. Pure. */
import { hash } from "node:crypto"
import { vocabulary } from "./vocabulary.ts"

/** Something that went wrong, as it was told. */
export interface Fault {
  /** What sort of error it is, in words of ours: `context length`. */
  readonly kind: string
  /** What it came from, in words of ours: `model gpt-6-luna`, `tool docs`, `voice`. No id and nothing that people said. */
  readonly where: string
  /** As it was told; only what is the same every time is kept of it. */
  readonly message: string
}

/** More than this is never read, in characters. */
const longest = 600

const quotes = /“[^”]*”|«[^»]*»|„[^“”]*[“”]|"[^"]*"|`[^`]*`|(?<![\p{L}\p{N}])'[^'\n]*'(?![\p{L}\p{N}])/gu

const left = "…"

/** Each run of characters that is one thing to a reader: a word, a number, an address, a key. */
const things = /[\p{L}\p{N}_$#@%&/\\+~^|=*:.'’-]+/gu

const particular = (thing: string): string => {
  const [, before = "", core = "", after = ""] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u.exec(thing) ?? []
  if (core === "") return thing.length > 3 ? left : thing
  const ending = after.replace(/[^.:]/g, "").slice(0, 1)
  const beginning = before.length > 1 ? "" : before.replace(/[^-]/g, "")
  if (/^\d[\d.,:_]*$/.test(core)) return `${beginning}<n>${ending}`
  if (vocabulary.has(core.toLowerCase().replaceAll("’", "'"))) return `${beginning}${core}${ending}`
  const parts = core.split("-")
  if (parts.length > 1 && parts.every((part) => vocabulary.has(part.toLowerCase()))) return `${core}${ending}`
  return `${left}${ending}`
}

/** What is the same each time. Words that errors are not told in become `…`, numbers `<n>`. */
export const normalised = (message: string): string =>
  message
    .slice(0, longest)
    .toWellFormed()
    .replace(quotes, left)
    .replace(things, particular)
    .replace(/[^\p{L}\p{N}\s<>…_.,:;()'’-]/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/…(?:[\s.,:;()]*…)+/g, left)
    .trim()
    .slice(0, 300)

/** Names come from the configuration: they are shown, but never longer than a name is. */
export const placeOf = (where: string): string => where.replace(/[^\w ./:-]/g, "").slice(0, 80)

/** The same for the same error, in each process. */
export const idOf = ({ kind, where, message }: Fault): string =>
  hash("sha256", JSON.stringify([kind, placeOf(where), normalised(message)]), "base64url").slice(0, 16)
