/** `orrery errors`, as a process on what a runner has left behind. */
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime } from "effect"
import { describe, expect, it } from "vitest"
import { KeeperLayer } from "../../../src/actors/lessons/keeper.ts"
import { Lessons, LessonsLayer } from "../../../src/actors/lessons/lessons.ts"
import { errorsCommand } from "../../../src/adapters/cli/errors.ts"
import * as SqliteStore from "../../../src/adapters/sqlite/store.ts"
import { running } from "../../support/command.ts"
import { orrery, temporaryHome } from "../../support/orrery.ts"
import { World } from "../../support/world.ts"

const errors = running(errorsCommand)

const fault = {
  kind: "context length",
  where: "model m",
  message:
    "m takes no prompt that long (400): maximum context length is 8192 tokens, key sk-0123456789abcdef",
}

/** A runner that has made a prompt shorter once, and ended. */
const left = async (): Promise<string> => {
  const home = temporaryHome()
  const store = SqliteStore.layer({ path: join(home, "orrery.db") }).pipe(Layer.orDie)
  const runtime = ManagedRuntime.make(
    KeeperLayer.pipe(Layer.provideMerge(new World({}).runtime(store)), Layer.provideMerge(LessonsLayer)),
  )
  await runtime.runPromise(
    Effect.gen(function* () {
      const { note, outcome } = yield* Lessons
      yield* note(fault)
      yield* outcome(fault, "shorter context", true)
    }),
  )
  await runtime.dispose()
  return home
}

describe("orrery errors", () => {
  it("says what went wrong, what was done about it and how often that helped; finds those like a text", async () => {
    const home = await left()
    const all = await orrery(["errors"], { ORRERY_HOME: home }).ended
    const similar = (text: string, ...args: ReadonlyArray<string>) =>
      errors(["errors", "--similar", text, ...args], { ORRERY_HOME: home })
    const like = await similar("maximun contxt length of 4096 tokens", "--json")
    const none = await similar("bananas")
    expect(all).toMatchObject({ code: 0, err: "" })
    expect(all.out).toMatch(/^context length, model m: once, last \S+\n/)
    expect(all.out).toContain(
      "  … takes no prompt that long (<n>): maximum context length is <n> tokens, key …\n",
    )
    expect(all.out).toContain("  shorter context: helped 1 of 1\n")
    expect(JSON.parse(like.out)).toMatchObject({ kind: "context length", seen: 1 })
    expect(none.out).toBe("No error that is known is like this one.\n")
  })
})
