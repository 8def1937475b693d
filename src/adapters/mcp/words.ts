/** What others wrote, fit for a log, a line in a channel, or a model. Pure. */
import { Redacted } from "effect"
import { clipped } from "../../machines/tools/call.ts"

// oxlint-disable-next-line no-control-regex -- they are what is taken out
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g

/** Without characters that move a terminal's cursor, or turn its writing around. */
export const plain = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, "\n").replace(controls, "")

/** On one line, of at most `longest` characters. */
export const oneLine = (text: string, longest: number): string => {
  const line = plain(text.length > 8 * longest ? text.slice(0, 8 * longest) : text)
    .replace(/\s+/g, " ")
    .trim()
  return line.length > longest ? `${line.slice(0, longest - 1).toWellFormed()}…` : line
}

/** All of it, clipped in the middle. */
export const atMost = (text: string, longest: number): string => clipped(plain(text), longest)

/** In characters: what is shorter may be part of any word. */
const shortestSecret = 6

/** Puts dots where a secret would stand. */
export const hiding = (secrets: ReadonlyArray<Redacted.Redacted>): ((text: string) => string) => {
  const values = secrets
    .map((secret) => Redacted.value(secret))
    .flatMap((value) => [value, value.replace(/^\S+\s+/, "")])
    .filter((value) => value.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length)
  return (text) => values.reduce((hidden, value) => hidden.replaceAll(value, "•••"), text)
}
