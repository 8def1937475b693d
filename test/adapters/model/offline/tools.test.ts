/** Without a model a tool is used where a message plainly asks for it, and what it said is said as what it is. */
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { offlineModel } from "../../../../src/adapters/model/offline/model.ts"
import type { Prompt } from "../../../../src/actors/performing/model.ts"
import { fake } from "../../../support/tools.ts"
import { prompt } from "../fixtures.ts"

const tools = ["time", "search", "files.read"].map((name) => fake(name))
const think = (text: string, more: Partial<Prompt> = {}) =>
  Effect.runSync(offlineModel.think(prompt(text, { tools, ...more })))

describe("the offline model", () => {
  it.each([
    ["@Writer, what time is it?", { tool: "time", input: "{}" }],
    ["What is the date in Europe/Berlin?", { tool: "time", input: '{"zone":"Europe/Berlin"}' }],
    ["Search this channel for “the launch date”.", { tool: "search", input: '{"words":"the launch date"}' }],
    ["please use files.read", { tool: "files.read", input: "{}" }],
    [
      'Use the tool `files.read` with {"path": "a b.md"}',
      { tool: "files.read", input: '{"path": "a b.md"}' },
    ],
  ])("uses a tool for %s", (text, use) => {
    expect(think(text)).toMatchObject({ text: "", uses: [use] })
  })

  it.each([
    "We need more time for the launch.",
    "Which date did we agree on?",
    "What is the use of a plan?",
    "use rm with {}",
    "Search your heart for it",
  ])("uses none for %s", (text) => {
    const { text: said, uses } = think(text)
    expect(uses).toEqual([])
    expect(said).toContain("offline model")
  })

  it("uses none where none is offered, and says what one said, or why it said nothing", () => {
    expect(think("What time is it?", { tools: [] }).uses).toEqual([])
    const used = (ok: boolean, text: string) =>
      think("What time is it?", {
        rounds: [
          {
            text: "",
            uses: [{ id: "0.0", tool: "time", input: "{}" }],
            results: [{ use: "0.0", ok, text, ms: 1 }],
          },
        ],
      })
    expect(used(true, "noon @everyone")).toMatchObject({
      text: "`time` says: noon everyone\n-# offline model",
      uses: [],
    })
    expect(used(false, "it is away").text).toBe("`time` did not work: it is away\n-# offline model")
  })
})
