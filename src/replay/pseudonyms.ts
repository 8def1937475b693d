/**
 * What a redacted log has in place of what people wrote, of their names and of their ids. The same value has the same
 * replacement everywhere in a file, of the same length, so that states keep their shapes; in another file it has another, and none
 * can be turned back or found by trying.
 */
import { createHmac, randomBytes } from "node:crypto"
import { Schema } from "effect"
import { Address } from "../machines/address.ts"

/**
 * Keys whose strings, and lists of strings, are nobody's words: ids and names of states, agents and models. Everything else
 * is replaced, so what a chart learns to keep tomorrow is hidden until somebody has thought about it.
 */
const structural: ReadonlySet<string> = new Set(
  (
    "type id key cause to effect part state route machine model label hash path op event style button " +
    "brain via agent agents groups responders channel guild home served pool shard conversation turn message messages " +
    "called matched pinged calls answers life health origin settles fires acked value language kind status phase " +
    "coordination tie then missed mode pace talk tool came purpose tools tier policy held loan others refusedBy " +
    "use verdict awaited underWay lends load"
  ).split(" "),
)

/** Keys of people: `{ id, name }`, or the id alone. */
const peopleKeys: ReadonlySet<string> = new Set(["author", "user", "by", "person", "owner", "voter"])

const snowflake = /\d{15,20}/g
const isPerson = (value: unknown): value is { readonly id: string; readonly name: string } =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as { id?: unknown }).id === "string" &&
  typeof (value as { name?: unknown }).name === "string" &&
  Object.keys(value).length === 2

type Fields = Readonly<Record<string, unknown>>

export class Pseudonyms {
  readonly #secret = randomBytes(32)
  readonly #people = new Map<string, string>()

  /** Notes the people in a value: whose ids they are must be known before the first is replaced. */
  meet(value: unknown, key = ""): void {
    if (typeof value === "string") {
      if (key === "pinged" || (peopleKeys.has(key) && /^\d{15,20}$/.test(value))) this.#person(value)
      for (const [, id] of value.matchAll(/constellation\/(\d{15,20})/g)) this.#person(id!)
    } else if (Array.isArray(value)) for (const item of value) this.meet(item, key)
    else if (isPerson(value) && /^\d{15,20}$/.test(value.id)) this.#person(value.id)
    else if (typeof value === "object" && value !== null)
      for (const [name, inner] of Object.entries(value)) this.meet(inner, name)
  }

  #person(id: string): void {
    if (this.#people.has(id)) return
    this.#people.set(id, `1${String(this.#people.size + 1).padStart(id.length - 1, "0")}`)
  }

  /** Ids of people in an address, a key or another text of ours. */
  ids(text: string): string {
    return text.replace(snowflake, (id) => this.#people.get(id) ?? id)
  }

  /** As long, with its spaces and line breaks; what is equal stays equal. */
  words(text: string): string {
    let letters = ""
    for (let n = 0; letters.length < text.length; n++)
      letters += createHmac("sha256", this.#secret).update(`${n}:${text}`).digest("hex")
    return text.replace(/[^\s]/gu, (_, at: number) =>
      alphabet[Number.parseInt(letters[at]!, 16)]!.repeat(_.length),
    )
  }

  value(value: unknown, key = "", holder: Fields = {}): unknown {
    if (typeof value === "string") return this.#text(value, key, holder)
    if (Array.isArray(value)) return value.map((item) => this.value(item, key, holder))
    if (isPerson(value) && peopleKeys.has(key))
      return { id: this.ids(value.id), name: this.words(value.name) }
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        this.ids(name),
        this.value(inner, name, value as Fields),
      ]),
    )
  }

  #text(text: string, key: string, holder: Fields): string {
    if (structural.has(key) && isName(text, key) && !isWords(key, holder)) return this.ids(text)
    if (isAddress(text)) return this.ids(text)
    // What an agent is called is configured, and a line says whose it is.
    if (key === "author" && typeof holder["brain"] === "string") return text
    if (/^\d{15,20}$/.test(text)) return this.ids(text)
    return this.words(text)
  }
}

const isAddress = Schema.is(Address)

/**
 * A block of memory has words under `value`, and a chart's state has the name of a state there; what a channel knows has words
 * under `label`, and a block, an edit of one, and a button have names there.
 */
const isWords = (key: string, holder: Fields): boolean => {
  if (key === "value") return "label" in holder
  return key === "label" && (holder["type"] === "UNLEARN" || ("text" in holder && !("tool" in holder)))
}

/** A name of ours has no spaces in it; only what a model or a button is called has. */
const isName = (text: string, key: string): boolean =>
  key === "model" || key === "label" || (text.length <= 128 && !/\s/.test(text))

const alphabet = "aeinorstlmdugbkp"
