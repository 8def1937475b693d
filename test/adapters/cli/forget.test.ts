/** `orrery forget`, as an operator uses it: on the store, and against a running Orrery. */
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { Store } from "../../../src/actors/store.ts"
import { forgetCommand } from "../../../src/adapters/cli/forget.ts"
import * as SqliteStore from "../../../src/adapters/sqlite/store.ts"
import { running } from "../../support/command.ts"
import { temporaryHome } from "../../support/orrery.ts"
import { person, World } from "../../support/world.ts"
import { startOrrery } from "../inspector/support.ts"

const forget = running(forgetCommand)
const secret = "my aunt grows mangoes in Bergen"

/** An Orrery that somebody has told a secret; how it is asked. */
const told = async (send: boolean) => {
  const database = join(temporaryHome(), "orrery.db")
  const store = Layer.orDie(SqliteStore.layer({ path: database }))
  const orrery = await startOrrery(new World(), store, { send })
  onTestFinished(() => orrery.stop())
  await orrery.converse(secret)
  const holds = () =>
    orrery.run(
      Effect.flatMap(Store, ({ search }) =>
        search((text) => text.includes(person.id) || text.includes(secret)),
      ),
    )
  const says = (...args: ReadonlyArray<string>) =>
    forget(["forget", person.id, "--store", `sqlite:${database}`, "--inspector", orrery.origin, ...args])
  return { holds, says }
}

describe("orrery forget", () => {
  it("says what would go and deletes nothing; with --yes it deletes it, and proves it", async () => {
    const { holds, says } = await told(true)
    const before = await says()
    expect(before.failed).toBeNull()
    expect(before.out).toMatch(/1 {2}messages of yours that conversations remember/)
    expect(before.out).toContain(`orrery forget ${person.id} --yes deletes it`)
    expect((await holds()).found.length).toBeGreaterThan(0)

    const after = await says("--yes")
    expect(after.failed).toBeNull()
    expect(after.out).toMatch(
      new RegExp(`^${person.id} is forgotten: [1-9]\\d* actors deleted, \\d+ rewritten without them`),
    )
    expect(after.out).toContain("nothing of theirs was found")
    expect((await holds()).found).toEqual([])
    expect((await says()).out).toBe(`Nothing is kept about ${person.id}.\n`)
  })

  it("is refused where events may not be sent, and for what is no id", async () => {
    const { holds, says } = await told(false)
    expect((await says("--yes")).failed?.message).toContain("send = true")
    expect((await holds()).found.length).toBeGreaterThan(0)
    expect((await forget(["forget", "ada"])).failed?.message).toContain("ada is no Discord id")
  })
})
