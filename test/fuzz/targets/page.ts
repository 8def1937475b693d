/** What the chat page reads without a document: the markdown of what people and agents say. */
import * as fc from "fast-check"
import { hostileText, must } from "../inputs.ts"
import { target } from "../target.ts"

interface Node {
  readonly href?: string
}

interface Markdown {
  readonly parseMarkdown: (
    source: string,
    options: { readonly agents: ReadonlyArray<string> },
  ) => ReadonlyArray<Node>
  readonly plainText: (source: string) => string
}

const path = new URL("../../../src/adapters/playground/page/markdown/blocks.js", import.meta.url)
const { parseMarkdown, plainText } = (await import(path.href)) as Markdown

const own = [
  "**",
  "__",
  "[a](",
  "<t:1:R>",
  "</a:1>",
  "-# ",
  "1. ",
  "  - ",
  "https://",
  "javascript:",
  "``",
  "`````",
]

/** Discord takes 2,000 characters of a bot, and 4,000 of some people. */
const markdown = target(
  "page: markdown",
  8,
  fc.tuple(hostileText(4000, own), fc.array(fc.string(), { maxLength: 3 })),
  ([source, agents]) => {
    const blocks = parseMarkdown(source, { agents })
    const text = JSON.stringify(blocks, (key, value: unknown) => {
      if (key === "href") must(/^https?:\/\//.test(String(value)), `a link to ${String(value)}`)
      return value
    })
    must(text.length < 100 * source.length + 1000, "more than it was made of")
    plainText(source)
  },
)

export const page = [markdown]
