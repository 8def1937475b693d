/** What the offline model has tools do: what a message plainly asks for, and no more; and how it says what came of it. Pure. */
import type { Prompt, Wish } from "../../../actors/performing/model.ts"

const clock =
  /\b(what(['’]s| is| was)? the (current )?(time|date)|what time is it|(what|which) day is (it|today)|today['’]s date)\b/i
/** `Europe/Berlin`. https://www.iana.org/time-zones */
const zoned = /\bin ([A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_+-]+)+)/
const lookup = /\b(?:search|look through) (?:the|this) channel for ["“]?(.+?)["”]?[.?!]*$/i
/** ``use `files.read` with {"path": "notes.md"}`` */
const named = /\buse (?:the tool )?`?([\w-]+(?:\.[\w-]+)?)`?(?:\s+with)?\s*(\{.*\})?/is

const asked = (text: string): Wish | null => {
  const [, name, input = "{}"] = named.exec(text) ?? []
  if (name !== undefined) return { tool: name, input }
  const words = lookup.exec(text)?.[1]
  if (words !== undefined) return { tool: "search", input: JSON.stringify({ words }) }
  if (!clock.test(text)) return null
  const zone = zoned.exec(text)?.[1]
  return { tool: "time", input: JSON.stringify(zone === undefined ? {} : { zone }) }
}

/** None where a tool has answered already, or where there is no such tool. */
export const wishes = ({ message, tools = [], rounds = [] }: Prompt): ReadonlyArray<Wish> => {
  const wish = rounds.length > 0 || message.via !== null ? null : asked(message.text)
  return wish === null || !tools.some(({ name }) => name === wish.tool) ? [] : [wish]
}

/** What tools said, each under its name; null: none was used. */
export const report = ({ rounds = [] }: Prompt): ReadonlyArray<string> | null =>
  rounds.length === 0
    ? null
    : rounds.flatMap(({ uses, results }) =>
        results.map(({ ok, text }, n) =>
          ok ? `\`${uses[n]!.tool}\` says: ${text}` : `\`${uses[n]!.tool}\` did not work: ${text}`,
        ),
      )
