/**
 * What tells that something is of one person, in the plain JSON of states, events and effects: what they are known by is
 * gathered from it, and all of it is taken out of it. Pure.
 */
import type { Known } from "../../machines/departure/events.ts"

export interface Whose extends Known {
  readonly id: string
  /** Who stands in their place: an id that is nobody's. */
  readonly as: string
}

/** Shorter texts are anybody's: they go where they stand as somebody's own, and are not looked for elsewhere. */
const ownFrom = 16
/** Characters of texts that are looked for, at most. */
const textsAtMost = 1_000_000

export const nobody = "someone who left"
const gap = "[…]"

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** An id as a whole: `101` is not in `1013`. */
const idPattern = (id: string, flags = ""): RegExp =>
  new RegExp(`(?<![0-9A-Za-z])${escaped(id)}(?![0-9A-Za-z])`, flags)

const slots = 1 << 18

/** Where the first characters of a text are marked: almost no place of another text is worth a second look. */
const slotAt = (text: string, place: number): number =>
  (text.charCodeAt(place) * 31 ** 3 +
    text.charCodeAt(place + 1) * 31 ** 2 +
    text.charCodeAt(place + 5) * 31 +
    text.charCodeAt(place + 11)) &
  (slots - 1)

/** Finds texts in a text, however many there are: by how they begin. */
const finder = (texts: ReadonlyArray<string>) => {
  const byOpening = new Map<string, Array<string>>()
  const marked = new Uint8Array(texts.length === 0 ? 0 : slots)
  for (const text of texts) {
    if (text.length < ownFrom) continue
    const opening = text.slice(0, ownFrom)
    marked[slotAt(text, 0)] = 1
    const same = byOpening.get(opening)
    if (same === undefined) byOpening.set(opening, [text])
    else same.push(text)
  }
  for (const same of byOpening.values()) same.sort((a, b) => b.length - a.length)
  /** The longest that stands at this place. */
  const at = (within: string, place: number): string | undefined =>
    marked[slotAt(within, place)] === 0
      ? undefined
      : byOpening.get(within.slice(place, place + ownFrom))?.find((text) => within.startsWith(text, place))
  return {
    isIn: (within: string): boolean => {
      if (byOpening.size === 0) return false
      for (let place = 0; place <= within.length - ownFrom; place++)
        if (at(within, place) !== undefined) return true
      return false
    },
    without: (within: string): string => {
      if (byOpening.size === 0) return within
      let kept = ""
      let from = 0
      for (let place = 0; place <= within.length - ownFrom; place++) {
        const found = at(within, place)
        if (found === undefined) continue
        kept += within.slice(from, place) + gap
        from = place + found.length
        place = from - 1
      }
      return from === 0 ? within : kept + within.slice(from)
    },
  }
}

const asJson = (text: string): string => JSON.stringify(text).slice(1, -1)

/** Whether a text as it is stored, JSON or not, holds somebody's id or words. */
export const holds = ({ id, texts }: Pick<Whose, "id" | "texts">): ((text: string) => boolean) => {
  const once = texts.map(asJson)
  const words = finder([...new Set([...texts, ...once, ...once.map(asJson)])])
  const pattern = idPattern(id)
  return (text) => (text.includes(id) && pattern.test(text)) || words.isIn(text)
}

/** Whether it may hold any trace at all: their messages and names as well. */
export const mayConcern = (whose: Whose): ((text: string) => boolean) => {
  const isTheirs = holds(whose)
  const ids = new Set(whose.messages)
  const authors = whose.names.map((name) => `"author":${JSON.stringify(name)}`)
  return (text) =>
    isTheirs(text) ||
    authors.some((author) => text.includes(author)) ||
    (ids.size > 0 && (text.match(/\d+/g)?.some((digits) => ids.has(digits)) ?? false))
}

/** The message that a turn answers: `<message>.<brain>`. */
const askedIn = (turn: unknown): string | null =>
  typeof turn === "string" && turn.includes(".") ? turn.slice(0, turn.indexOf(".")) : null

/** Words of people and agents stand under these, and nothing by which a chart decides anything. */
const wordy = new Set([
  "text",
  "asked",
  "answered",
  "topic",
  "task",
  "prompt",
  "question",
  "options",
  "reason",
  "output",
  "input",
  "pattern",
])

/** What a model wanted of tools, or one of them said. */
const isOfTools = (value: Fields): boolean => "uses" in value || "use" in value

/** Calls without what they were made with. */
const emptied = (uses: unknown): unknown =>
  Array.isArray(uses) ? uses.map((use) => (isFields(use) ? { ...use, input: "" } : use)) : uses

/** Notes what tells of somebody; what came first is told first. */
export class Gatherer {
  readonly #id: string
  readonly names = new Set<string>()
  readonly messages = new Set<string>()
  readonly #texts = new Set<string>()

  constructor(id: string, known: Known) {
    this.#id = id
    for (const name of known.names) this.names.add(name)
    for (const message of known.messages) this.messages.add(message)
    for (const text of known.texts) this.#texts.add(text)
  }

  /** The newest texts, as many as are looked for. */
  get known(): Known {
    let room = textsAtMost
    const texts = [...this.#texts].toReversed().filter((text) => (room -= text.length) >= 0)
    return { names: [...this.names], messages: [...this.messages], texts }
  }

  #text(text: unknown): void {
    if (typeof text === "string" && text.trim() !== "") this.#texts.add(text)
  }

  /** `own`: all of it is theirs. */
  see(value: unknown, own = false): void {
    if (Array.isArray(value)) return value.forEach((one) => this.see(one, own))
    if (!isFields(value)) return
    const { id, name, author, by, text, turn, messages } = value
    if (id === this.#id && typeof name === "string" && name !== "") this.names.add(name)
    const isMessage = isFields(author) && author["id"] === this.#id
    if ((isMessage || author === this.#id) && typeof id === "string") {
      this.messages.add(id)
      this.#text(text)
    }
    if (own || (isFields(by) && by["id"] === this.#id)) for (const key of wordy) this.#text(value[key])
    const asked = askedIn(turn)
    if (asked !== null && (own || this.messages.has(asked))) {
      this.messages.add(asked)
      // What a tool said it may say to anybody: it goes where it was said, and is not looked for elsewhere.
      if (!isOfTools(value)) this.#text(text)
      if (Array.isArray(messages)) for (const one of messages) this.messages.add(String(one))
    }
    for (const inner of Object.values(value)) this.see(inner, own)
  }
}

/** Takes somebody out of plain JSON, which keeps its shape; the same object where there is nothing of theirs. */
export const redactor = (whose: Whose): ((value: unknown) => unknown) => {
  const { id, as } = whose
  const names = new Set(whose.names)
  const messages = new Set(whose.messages)
  const exact = new Set(whose.texts)
  /** An input of a tool is JSON, in which words stand as JSON has them. */
  const words = finder([...new Set([...whose.texts, ...whose.texts.map(asJson)])])
  const everyId = idPattern(id, "g")
  const anyId = idPattern(id)

  const has = (text: string): boolean => text.includes(id) && anyId.test(text)
  const clean = (text: string): string => (has(text) ? text.replace(everyId, as) : text)
  /** What somebody writes can be anything, an address too: it is cut out of words alone. */
  const unquoted = (text: string, key: string): string =>
    wordy.has(key) ? words.without(clean(text)) : clean(text)

  const isLine = (value: unknown): boolean =>
    isFields(value) &&
    "brain" in value &&
    typeof value["author"] === "string" &&
    ((typeof value["id"] === "string" && messages.has(value["id"])) ||
      (value["brain"] === null && names.has(value["author"])))
  /** What the manager learned from does not say whose it was. */
  const isChoice = (value: Fields): boolean => Array.isArray(value["chosen"])
  /** A block of somebody's memory. */
  const isBlock = (value: Fields): boolean => "limit" in value && "readOnly" in value
  const isPerson = (value: unknown): boolean =>
    isFields(value) && value["id"] === id && Object.keys(value).length === 2 && "name" in value

  /** Whether the words of an object are theirs. */
  const isTheirs = (value: Fields): boolean => {
    const { author, from, turn, message } = value
    const asked = askedIn(turn)
    return (
      isLine(value) ||
      author === id ||
      (isFields(author) && author["id"] === id) ||
      (typeof from === "string" && names.has(from) && isChoice(value)) ||
      (asked !== null && messages.has(asked)) ||
      (typeof message === "string" && messages.has(message) && "text" in value)
    )
  }

  /** What stands under a key of an object, when it is text. */
  const texted = (of: Fields, key: string, text: string, theirs: boolean, named: boolean): string => {
    if (wordy.has(key) && (theirs || (isChoice(of) && exact.has(text)))) return ""
    if (key === "name" && named) return nobody
    if (key === "by" && names.has(text)) return nobody
    if ((key === "author" || (key === "from" && isChoice(of))) && theirs && names.has(text)) return nobody
    return unquoted(text, key === "value" && isBlock(of) ? "text" : key)
  }

  const fields = (value: Fields): Fields => {
    const theirs = isTheirs(value)
    const named = Object.values(value).some((one) => typeof one === "string" && has(one))
    let changed = false
    const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
      const under = clean(key)
      let now =
        typeof inner === "string"
          ? texted(value, key, inner, theirs, named)
          : redact(theirs && key === "uses" ? emptied(inner) : inner, key)
      if (under !== key && isFields(now) && typeof now["name"] === "string") now = { ...now, name: nobody }
      if (under !== key || now !== inner) changed = true
      return [under, now]
    })
    return changed ? Object.fromEntries(entries) : value
  }

  const redact = (value: unknown, key = ""): unknown => {
    if (typeof value === "string") return unquoted(value, key)
    if (Array.isArray(value)) {
      const kept = value.filter((one) => !isLine(one) && !isPerson(one)).map((one) => redact(one, key))
      return kept.length === value.length && kept.every((one, n) => one === value[n]) ? value : kept
    }
    return isFields(value) ? fields(value) : value
  }
  return (value) => redact(value)
}
