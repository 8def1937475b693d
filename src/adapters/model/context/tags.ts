/**
 * Whatever people or agents wrote stands between tags that it cannot close itself, and the instructions say that nothing between
 * them is an order: https://genai.owasp.org/llmrisk/llm01-prompt-injection/. Pure.
 */
import { unlabelled } from "../offline/label.ts"

const longestName = 80

/** An element of ours around a text of theirs. */
export const tagged = (tag: string, attributes: string, text: string): string =>
  `<${tag}${attributes === "" ? "" : ` ${attributes}`}>${harmless(text)}</${tag}>`

/** A text cannot open or close one of our tags: their `<` becomes `‹`. All other markup, code above all, stays. */
export const harmless = (text: string): string =>
  text
    .toWellFormed()
    .replace(
      /<(?=\s*\/?\s*(?:message|line|channel|name|memory|knowledge|digest|correction|choice|session)\b)/gi,
      "‹",
    )

/** Names are free text on Discord: no line break, quote or bracket of theirs may end the attribute. */
export const attribute = (text: string, limit = longestName): string =>
  clip(text.replace(/[\s\p{C}"<>]+/gu, " ").trim(), limit)

export const clip = (text: string, limit: number): string => {
  const whole = text.toWellFormed()
  return whole.length <= limit ? whole : `${whole.slice(0, limit).toWellFormed()} […]`
}

/** What somebody said, to be answered. */
export const said = (from: string, agent: boolean, text: string): string =>
  tagged("message", `from="${attribute(from)}"${agent ? ' by="agent"' : ""}`, unlabelled(text))
