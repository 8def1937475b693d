import { describe, expect, it } from "vitest"
import { pageModule } from "./page-module.ts"

interface Node {
  readonly kind: string
  readonly text?: string
  readonly href?: string
  readonly children?: ReadonlyArray<Node>
  readonly [key: string]: unknown
}

const { parseMarkdown, plainText } = await pageModule<{
  parseMarkdown: (source: string, options?: { agents?: ReadonlyArray<string> }) => ReadonlyArray<Node>
  plainText: (source: string, names?: { user?: (id: string) => string }) => string
}>("markdown/blocks.js")

/** Inline nodes as a short notation: `strong(bold em(both))`. */
const short = (node: Node): string =>
  node.kind === "text"
    ? node.text!
    : `${node.kind}(${node.children?.map(short).join("") ?? node.text ?? node.id ?? node.name})`

const inline = (source: string, agents: ReadonlyArray<string> = []) => {
  const [block, ...rest] = parseMarkdown(source, { agents })
  expect(rest).toEqual([])
  return block!.children!.map(short).join("")
}

const kinds = (source: string) => parseMarkdown(source).map(({ kind }) => kind)

describe("inline markdown", () => {
  it.each([
    ["**bold**", "strong(bold)"],
    ["*italic* and _italic_", "em(italic) and em(italic)"],
    ["__under__ and ~~struck~~", "underline(under) and strike(struck)"],
    ["||hidden||", "spoiler(hidden)"],
    ["***both***", "strong(em(both))"],
    ["*a **b***", "em(a strong(b))"],
    ["**bold *it* on**", "strong(bold em(it) on)"],
    ["`a*b*` and ``x`y``", "code(a*b*) and code(x`y)"],
    ["**a `**` b**", "strong(a code(**) b)"],
  ])("reads %s", (source, expected) => {
    expect(inline(source)).toBe(expected)
  })

  it.each(["2 * 3 * 4", "snake_case_name", "a ** b", "||", "****", "`open", "me@strategist", "a_b_c"])(
    "leaves %s as it is",
    (source) => {
      expect(inline(source)).toBe(source)
    },
  )

  it("takes a backslash as an escape before punctuation alone", () => {
    expect(inline("\\*no\\* \\_ c:\\dir")).toBe("*no* _ c:\\dir")
  })

  it("knows people, channels, roles and commands by id", () => {
    expect(inline("<@123> <@!45> <#678> <@&9> </ask:1>")).toBe(
      "user(123) user(45) channel(678) role(9) command(ask)",
    )
  })

  it("knows agents by name, the longest name first, as whole words", () => {
    const agents = ["Code Reviewer", "Coder", "Code"]
    expect(inline("@code reviewer, @Coders @Code!", agents)).toBe(
      "agent(Code Reviewer), @Coders agent(Code)!",
    )
  })
})

describe("links", () => {
  const hrefs = (source: string) => JSON.stringify(parseMarkdown(source)).match(/(?<="href":")[^"]*/g) ?? []

  it("are found bare, in angle brackets and behind a label", () => {
    expect(hrefs("https://a.example/x(y). <https://b.example> [c](https://c.example/d_(e))")).toEqual([
      "https://a.example/x(y)",
      "https://b.example",
      "https://c.example/d_(e)",
    ])
  })

  it.each([
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "javascript:alert(1)",
  ])("never lead to anything but http: %s", (source) => {
    expect(hrefs(source)).toEqual([])
  })

  it("do not hide one address behind another", () => {
    expect(hrefs("[https://bank.example](https://evil.example)")).toEqual([
      "https://bank.example",
      "https://evil.example",
    ])
  })
})

describe("blocks", () => {
  it("are headings, subtext, quotes, lists and paragraphs", () => {
    const source = "# One\n## Two\ntext\n> quoted\n> more\nafter\n-# small\n- a\n- b\n1. x\n2. y"
    expect(kinds(source)).toEqual([
      "heading",
      "heading",
      "paragraph",
      "quote",
      "paragraph",
      "subtext",
      "list",
      "list",
    ])
  })

  it("quote the rest of the message after three signs", () => {
    expect(kinds(">>> one\n\ntwo\n- three")).toEqual(["quote"])
  })

  it("nest lists by indentation and keep the first number", () => {
    const [list] = parseMarkdown("3. a\n   - b\n   - c\n4. d") as [Node]
    expect(list).toMatchObject({ ordered: true, start: 3 })
    const items = list.items as ReadonlyArray<{ lists: ReadonlyArray<{ items: ReadonlyArray<unknown> }> }>
    expect(items.map((item) => item.lists[0]?.items.length)).toEqual([2, undefined])
  })

  it("keep code as it is, with the name of its language", () => {
    expect(parseMarkdown("see ```js\nlet **a** = `1`\n\n  b()\n``` done")).toMatchObject([
      { kind: "paragraph" },
      { kind: "code", language: "js", text: "let **a** = `1`\n\n  b()" },
      { kind: "paragraph" },
    ])
  })

  it("leave a fence that nobody closed as text", () => {
    expect(kinds("```js\nlet a")).toEqual(["paragraph"])
  })

  it("have HTML as text alone", () => {
    expect(inline("<script>alert(1)</script>")).toBe("<script>alert(1)</script>")
  })
})

describe("plain text", () => {
  it("has the words on one line, names for ids, and no spoilers", () => {
    const text = plainText("# Hi **you** <@1>\n- a\n- ||b||\n```js\ncode\n```", { user: () => "Ada" })
    expect(text).toBe("Hi you @Ada a (spoiler) code")
  })
})

/** Signs that could make a parser try every way to pair them. */
const hostile = [
  "*",
  "_",
  "**a",
  "*a **b ",
  "[",
  "[*",
  "[a](",
  "`",
  "*`a``b```",
  "||",
  "> ",
  "- ",
  "- a\n",
  "```",
  "_a_",
  "a\n",
]

describe("hostile text", () => {
  it.each(hostile)("of %j over and over is read to the end", (sign) => {
    const source = sign.repeat(Math.floor(4000 / sign.length))
    const parsed = parseMarkdown(source)
    expect(JSON.stringify(parsed).length).toBeLessThan(source.length * 100)
  })
})
