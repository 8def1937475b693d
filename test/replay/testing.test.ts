/** `orrery/testing`, as somebody uses it in their own Vitest. */
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { load, LogInvalid, replay, type Bundle, type Replay } from "orrery/testing"
import { written } from "../../src/replay/bundle.ts"
import * as sources from "../../src/testing.ts"
import { temporaryHome } from "../support/orrery.ts"
import { recorded } from "./recording.ts"

const file = async (change: (text: string) => string = (text) => text): Promise<string> => {
  const path = join(temporaryHome(), "talk.jsonl")
  await writeFile(path, change(written(await recorded())))
  return path
}

describe("orrery/testing", () => {
  it("replays a file, a loaded log and a directory", async () => {
    const path = await file()
    await expect(path).toReplay()
    await expect(await load(path)).toReplay()
    await expect(new URL("./0.1.0/feed", import.meta.url)).toReplay()
  })

  it("says what a log came to", async () => {
    const { ok, entries, messages, tokens, states } = await replay(await file())
    expect([ok, entries > 30]).toEqual([true, true])
    expect(messages.map(({ brain }) => brain).toSorted()).toEqual([
      "analyst",
      "strategist",
      "writer",
      "writer",
    ])
    expect(tokens).toEqual({ input: 4, output: 4 })
    expect(states).toMatchObject({ "pool/0": { active: "serving" } })
  })

  it("fails with the report when a log does not replay", async () => {
    const path = await file((text) => text.replace("Lisbon", "London"))
    await expect(path).not.toReplay()
    await expect(expect(path).toReplay()).rejects.toThrow(/BROKEN .* entry/)
    expect(await replay(path)).toMatchObject({
      ok: false,
      troubles: [{ type: "broken", address: "agent/0-0001", seq: 1 }],
    })
  })

  it("names file and line of what is no log", async () => {
    const none = load(await file(() => "hello\n"))
    await expect(none).rejects.toThrow(/talk\.jsonl:1: this is no recorded log/)
    await expect(none).rejects.toBeInstanceOf(LogInvalid)
  })

  it("is to TypeScript what types/testing.d.ts says, so that nobody else's compiler reads our sources", async () => {
    const path = await file()
    const bundle: Bundle = await sources.load(path)
    const result: Replay = await sources.replay(path)
    const error: LogInvalid = new sources.LogInvalid({ message: "" })
    expect([bundle.length > 1, result.ok, error._tag]).toEqual([true, true, "LogInvalid"])
    expect(Object.keys(sources).toSorted()).toEqual(["LogInvalid", "load", "replay"])
  })
})
