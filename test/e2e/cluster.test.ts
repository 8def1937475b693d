/** Orrery on several machines, here as several processes: who dies or leaves takes nothing with it. */
import { describe, expect, it, vi } from "@effect/vitest"
import { Effect } from "effect"
import type { Overview, RunnerOverview } from "../../src/adapters/cluster/layer.ts"
import { breath, cluster, guildShard } from "../support/cluster.ts"
import { freePort, withoutRedis } from "../support/redis.ts"
import { orrery, temporaryHome } from "../support/orrery.ts"

const rounds = 5
const perChannel = (answers: number) => [answers, answers, answers]

/** How a runner is changes from look to look. */
const withoutVitals = ({ vitals: _, ...rest }: RunnerOverview) => rest

const listenerOf = (status: Overview, shard: number) =>
  status.runners.find(({ gateway }) => gateway.includes(shard))!.address

/** Waits until each channel has so many answers, and then until nobody owes any. */
const answered = async (
  { answers, idle }: Effect.Success<ReturnType<typeof cluster>>,
  alive: Parameters<typeof idle>[0],
  many: number,
) => {
  for (let found = await answers(); found.some((count) => count < many); found = await answers())
    await breath()
  await idle(alive)
  expect(await answers()).toEqual(perChannel(many))
}

describe.skipIf(withoutRedis)("three runners", () => {
  it.live(
    "share actors and gateway shards, and when one is killed the others answer what it owes, once",
    () =>
      Effect.gen(function* () {
        const all = yield* cluster(3)
        yield* Effect.promise(async () => {
          const before = await all.settled(3)
          expect(before.runners.flatMap(({ gateway }) => gateway).toSorted()).toEqual([0, 1, 2])

          await all.ask(1)
          await answered(all, all.runners, 1)
          const reports = await Promise.all(all.runners.map(({ report }) => report()))
          expect(reports.map(({ events }) => events.duplicates)).toEqual([0, 0, 0])

          const listener = listenerOf(before, guildShard)
          const victim = all.runners.find(({ address }) => address === listener)!
          const others = all.runners.filter((runner) => runner !== victim)
          const asking = all.ask(rounds)
          await all.idle(others)
          victim.process.kill("SIGKILL")
          await asking
          await answered(all, others, 1 + rounds)

          const after = await all.settled(2)
          expect(after.runners.find(({ address }) => address === listener)!.state).toBe("dead")
          // A runner tells how it is now and then: what it owed a moment ago may still be told.
          await vi.waitFor(
            async () => {
              const told = JSON.parse(await all.status("--json")) as Overview
              expect({ ...told, runners: told.runners.map(withoutVitals) }).toMatchObject({
                ...after,
                runners: after.runners.map(withoutVitals),
                overdue: 0,
              })
              for (const { state, vitals } of told.runners) {
                if (state === "dead") expect(vitals).toBe(null)
                else
                  expect(vitals).toMatchObject({
                    lag: expect.any(Number),
                    live: expect.any(Number),
                    owed: 0,
                  })
              }
            },
            { timeout: 40_000, interval: 500 },
          )
          expect(await all.status()).toMatch(new RegExp(`^${listener} +dead +0`, "m"))
        })
      }).pipe(Effect.scoped),
    120_000,
  )

  it.live(
    "hand over when they are told to stop: exit code 0, and nothing is lost, not even where nobody ever spoke before",
    () =>
      Effect.gen(function* () {
        const all = yield* cluster(3)
        yield* Effect.promise(async () => {
          const before = await all.settled(3)
          const listener = listenerOf(before, guildShard)
          const leaver = all.runners.find(({ address }) => address === listener)!
          const others = all.runners.filter((runner) => runner !== leaver)
          const asking = all.ask(rounds)
          leaver.process.kill("SIGTERM")
          expect((await leaver.ended).code).toBe(0)
          await asking
          await answered(all, others, rounds)

          const after = await all.settled(2)
          expect(after.runners.map(({ address }) => address)).not.toContain(listener)
        })
      }).pipe(Effect.scoped),
    120_000,
  )
})

describe("a runner that cannot join says why", () => {
  it.each([
    [{ CLUSTER: "127.0.0.1:1" }, /CLUSTER needs Redis.*REDIS_URL/],
    [{ CLUSTER: "here" }, /CLUSTER: .*expected HOST:PORT/],
    [{ CLUSTER: "10.0.0.3:34431", REDIS_URL: "redis://127.0.0.1:1" }, /CLUSTER_LISTEN=10\.0\.0\.3:34431/],
  ])("%j", async (environment, says) => {
    const ended = await orrery(["start"], { ORRERY_HOME: temporaryHome(), ...environment }).ended
    expect(ended.code).toBe(2)
    expect(ended.err).toMatch(says)
  })

  it("no Redis there", async () => {
    const environment = {
      CLUSTER: `127.0.0.1:${await freePort()}`,
      REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
    }
    const ended = await orrery(["start"], { ORRERY_HOME: temporaryHome(), ...environment }).ended
    expect(ended.code).toBe(1)
    expect(ended.err).toMatch(/Redis at .* refuses connections/)
  })
})
