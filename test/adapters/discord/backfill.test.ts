import { Effect } from "effect"
import { expect, test } from "vitest"
import { makeBackfill } from "../../../src/adapters/discord/backfill.ts"
import type { DiscordRest } from "../../../src/adapters/discord/rest.ts"

const since = [
  { channel: "1100000000000000101", guild: "1100000000000000100", message: "1100000000000000400" },
]

/** Which channels are asked for what was missed, after this READY. */
const asked = async (ready: unknown, newest: string | null) => {
  const routes: Array<string> = []
  const api = (_: unknown, _method: string, route: string) =>
    Effect.sync(() => {
      routes.push(route)
      return []
    })
  const backfill = makeBackfill(
    { api } as unknown as DiscordRest["Service"],
    since,
    () => newest,
    () => {},
  )
  backfill.sessionBegins(ready)
  await Effect.runPromise(backfill.readMissed(0))
  return routes
}

test("a channel is asked when something was said in it since", async () => {
  expect(await asked({ shard: [0, 1] }, "1100000000000000500")).toHaveLength(1)
  expect(await asked({ shard: [0, 1] }, "1100000000000000400")).toEqual([])
})

test.each([[[0, 0]], [[0, -1]], ["x"], [undefined]])(
  "a READY of shard %j is one of a bot without shards",
  async (shard) => {
    expect(await asked({ shard }, null)).toHaveLength(1)
  },
)

test("a newest message that is no id is none that is known", async () => {
  expect(await asked({}, "x")).toHaveLength(1)
})
