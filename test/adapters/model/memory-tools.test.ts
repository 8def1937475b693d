/** Agents edit memory by tools: what they want goes out with the answer. */
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { patience } from "../../../src/adapters/model/endpoint.ts"
import { languageModel } from "../../../src/adapters/model/language-model.ts"
import { memoryTools } from "../../../src/adapters/model/memory-tools.ts"
import { openai } from "../../../src/adapters/model/openai.ts"
import type { Block } from "../../../src/machines/values.ts"
import { block } from "../../support/block.ts"
import { prompt } from "./fixtures.ts"
import { notePauses, openaiAnswer, startProvider, type Reply, type Seen } from "./provider.ts"

/** Uses a tool; what it says to the model. */
const using = (memory: ReadonlyArray<Block>) => {
  const toolbox = memoryTools(memory)!
  const use = (name: "memory_append" | "memory_replace", input: object) =>
    toolbox.tools[name]!.execute!(input as never, { toolCallId: "1", messages: [], context: {} } as never)
  return { use, edits: toolbox.edits }
}

describe("the tools", () => {
  it("append and replace, each on what the one before it came to", () => {
    const { use, edits } = using([block("user", "likes tea")])
    expect(use("memory_append", { label: "user", text: "lives in Oslo" })).toBe(
      "Done: user holds 23 of 2000 characters.",
    )
    expect(use("memory_replace", { label: "user", old: "Oslo", text: "Rome" })).toContain("Done")
    expect(edits()).toEqual([
      { tool: "append", label: "user", agent: null, text: "lives in Oslo" },
      { tool: "replace", label: "user", agent: null, old: "Oslo", text: "Rome" },
    ])
  })

  it("say why not: no such block, read-only, no room, no such words, enough for one answer", () => {
    const { use, edits } = using([
      block("user", "12345", { limit: 8 }),
      block("rules", "", { readOnly: true }),
    ])
    expect(use("memory_append", { label: "me", text: "x" })).toBe(
      "No block is called me. There are: user, rules.",
    )
    expect(use("memory_append", { label: "rules", text: "x" })).toBe("rules may only be read.")
    expect(use("memory_append", { label: "user", text: "6789" })).toContain("holds 5 of 8 characters")
    expect(use("memory_replace", { label: "user", old: "9", text: "8" })).toContain(
      "does not hold these words",
    )
    expect(edits()).toEqual([])
    for (let n = 0; n < 8; n++) use("memory_replace", { label: "user", old: "1", text: "1" })
    expect(use("memory_replace", { label: "user", old: "1", text: "1" })).toBe(
      "That is enough for one answer.",
    )
  })

  it("write an agent's own block rather than the shared one, and are none where nothing may be written", () => {
    const { use, edits } = using([block("notes"), block("notes", "", { agent: "writer" })])
    use("memory_append", { label: "notes", text: "x" })
    expect(edits()).toMatchObject([{ agent: "writer" }])
    expect(memoryTools([block("rules", "", { readOnly: true })])).toBeUndefined()
    expect(memoryTools([])).toBeUndefined()
  })
})

const calling = (name: string, input: object) =>
  openaiAnswer(null, {
    message: {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "t1", type: "function", function: { name, arguments: JSON.stringify(input) } }],
    },
    finish_reason: "tool_calls",
  })

const think = (reply: (seen: Seen, nth: number) => Reply) =>
  Effect.gen(function* () {
    const provider = yield* startProvider(reply)
    const models = { premium: "big", standard: "mid", lite: "small" }
    const model = languageModel(
      openai({ baseUrl: new URL("/v1", provider.url), key: null, models }),
      patience,
    )
    const { noting } = notePauses(patience.timeout)
    const asked = prompt("Remember that I like tea", { memory: [block("user")] })
    const thought = yield* noting(model.think(asked))
    return { thought, requests: provider.requests }
  })

describe("a language model", () => {
  it.effect("uses a tool, is told what came of it, and answers; its edits come with the answer", () =>
    Effect.gen(function* () {
      const { thought, requests } = yield* think((_, nth) =>
        nth === 1
          ? calling("memory_append", { label: "user", text: "Likes tea" })
          : openaiAnswer("Noted: tea."),
      )
      expect(thought).toMatchObject({
        text: "Noted: tea.",
        edits: [{ tool: "append", label: "user", agent: null, text: "Likes tea" }],
        usage: { input: 22, output: 14 },
      })
      expect(JSON.stringify(requests[1]?.body.messages)).toContain("Done: user holds 9 of 2000 characters.")
    }),
  )

  it.effect("that takes no tools is asked without", () =>
    Effect.gen(function* () {
      const { thought, requests } = yield* think((seen) =>
        seen.body.tools === undefined
          ? openaiAnswer("Tea it is.")
          : {
              status: 400,
              body: { error: { message: "mid does not support tools", type: "x", code: null } },
            },
      )
      expect(thought).toMatchObject({ text: "Tea it is.", edits: [] })
      expect(requests).toHaveLength(2)
    }),
  )
})

describe("a digest", () => {
  const material = {
    brain: prompt("").brain,
    user: { id: "1", name: "Ana" },
    before: null,
    exchanges: [{ asked: "Our shop opens on 3 March.", answered: "Noted.", at: 0 }],
  }
  const digest = (reply: Reply) =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => reply)
      const models = { premium: "big", standard: "mid", lite: "small" }
      const endpoint = openai({ baseUrl: new URL("/v1", provider.url), key: null, models })
      const { noting } = notePauses(patience.timeout)
      const thought = yield* noting(languageModel(endpoint, patience).digest(material))
      return { thought, requests: provider.requests }
    })

  it.effect("is made by the model of the lite tier, without tools", () =>
    Effect.gen(function* () {
      const { thought, requests } = yield* digest(openaiAnswer("- opens on 3 March"))
      expect(thought).toMatchObject({ text: "- opens on 3 March", model: "small" })
      expect(requests[0]?.body).toMatchObject({ model: "small" })
      expect(requests[0]?.body.tools).toBeUndefined()
    }),
  )

  it.effect("is chosen from what was said when the model cannot make it, and says so", () =>
    Effect.gen(function* () {
      const { thought } = yield* digest({ status: 401, body: { error: { message: "no", type: "x" } } })
      expect(thought.text).toBe("- “Our shop opens on 3 March.”")
      expect(thought.model).toMatch(/^offline model, since 127\.0\.0\.1:\d+ wants a key/)
    }),
  )
})
