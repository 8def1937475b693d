/** A process that is killed while it makes a hundred constellations, and started again: each exists once and is whole. */
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { Effect } from "effect"
import { expect, it } from "vitest"
import { standingOf } from "../../src/actors/constellations/standing.ts"
import { decodeEntry } from "../../src/actors/journal.ts"
import { Store } from "../../src/actors/store.ts"
import * as SqliteStore from "../../src/adapters/sqlite/store.ts"
import { address } from "../../src/machines/address.ts"
import { isMade } from "../../src/machines/constellation/constellation.ts"
import { orrery, temporaryHome } from "../support/orrery.ts"

const partners = Array.from({ length: 100 }, (_, n) => String(549_170_854_458_000_000n + BigInt(n)))
const file = partners
  .map((id) => `[[partners.users]]\ndiscord_id = "${id}"\nname = "partner ${id}"\nauto_initialize = true\n`)
  .join("")

/** What the store of a home has of them: how many there are, how many are whole, and what made each. */
const kept = (home: string) =>
  Effect.gen(function* () {
    const { addresses, journal } = yield* Store
    const known = yield* addresses("constellation", null, 1000)
    const standing = yield* Effect.forEach(known, standingOf)
    const parts = yield* Effect.forEach(known, (of) =>
      Effect.map(journal(of, 1, 100), (entries) =>
        entries
          .map(({ body }) => decodeEntry(body).event?.type ?? "")
          .filter((type) => type.endsWith("_READY"))
          .toSorted(),
      ),
    )
    return { known, whole: standing.filter((one) => one !== null && isMade(one)).length, parts }
  }).pipe(
    Effect.provide(SqliteStore.layer({ path: join(home, "orrery.db"), shared: true })),
    Effect.runPromise,
  )

/** Killed as soon as some of them are there; how many were whole then. */
const killed = async (home: string): Promise<number> => {
  const running = orrery(["start"], { ORRERY_HOME: home, ORRERY_CONFIG: join(home, "orrery.toml") })
  const isThere = async () => existsSync(join(home, "orrery.db")) && (await kept(home)).known.length > 0
  while (running.process.exitCode === null && !(await isThere().catch(() => false))) await setTimeout(1)
  expect(running.process.exitCode).toBe(null)
  running.process.kill("SIGKILL")
  await running.ended
  return (await kept(home)).whole
}

/** A home whose Orrery was killed in the middle: where all were whole already, it came too late, and another one is tried. */
const halfMade = async (): Promise<string> => {
  for (;;) {
    const home = temporaryHome()
    writeFileSync(join(home, "orrery.toml"), file)
    if ((await killed(home)) < partners.length) return home
  }
}

it("exist once and whole after kill -9 in the middle, and a new start", async () => {
  const home = await halfMade()
  const again = orrery(["start"], { ORRERY_HOME: home, ORRERY_CONFIG: join(home, "orrery.toml") })
  const [, made, found] = await again.says(/(\d+) made, (\d+) were there, in/, "err")
  expect(Number(made) + Number(found)).toBe(partners.length)
  const { known, whole, parts } = await kept(home)
  expect(new Set(known)).toEqual(new Set(partners.map((id) => address("constellation", id))))
  expect(whole).toBe(partners.length)
  for (const its of parts) expect(its).toEqual(["AGENTS_READY", "GROUPS_READY", "MEMORY_READY"])
})
