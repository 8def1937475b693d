/** The plan in numbers: more servers take more of what they take, and never less than one. */
import { expect, it } from "vitest"
import { planCommand } from "../../../src/adapters/cli/plan.ts"
import { planFor, type Load } from "../../../src/adapters/plan/plan.ts"
import { running } from "../../support/command.ts"
import { orrery } from "../../support/orrery.ts"

const load: Load = {
  guilds: 1_000_000,
  active: 0.05,
  messages: 40,
  answered: 0.2,
  peak: 4,
  tokens: { input: 1500, output: 250 },
  price: { input: 1, output: 4 },
  keepDays: 30,
  cacheMb: 1100,
}

it("a million servers", () => {
  const plan = planFor(load)
  expect(plan.answersPerSecond.peak).toBeCloseTo((1e6 * 0.05 * 40 * 0.2 * 4) / 86_400)
  expect(plan).toMatchObject({
    gatewayShards: 1000,
    identifySeconds: 315,
    tokensPerDay: 7e8,
    costPerDay: 1000,
  })
})

it("one server takes one of each", () => {
  const { runners, gatewayShards, redisNodes, agents, timesRequestLimit } = planFor({ ...load, guilds: 1 })
  expect([runners, gatewayShards, redisNodes, agents, timesRequestLimit]).toEqual([1, 1, 1, 1, 1])
})

it("has room for what the caches may hold", () => {
  const without = planFor({ ...load, cacheMb: 0 })
  expect(planFor(load).redisGb - without.redisGb).toBeCloseTo(1100 / 1024)
})

it("costs what its machines cost, with one that may die and a replica of each Redis", () => {
  const { runners, redisNodes, redisGb, machinesPerMonth } = planFor({
    ...load,
    machines: { runner: 30, redis: 150 },
  })
  expect(redisNodes).toBe(Math.ceil(redisGb / 32))
  expect(machinesPerMonth).toBe((runners + 1) * 30 + redisNodes * 2 * 150)
  expect(planFor(load).machinesPerMonth).toBeNull()
})

it("grows with what is expected, and with nothing else", () => {
  const before = planFor(load)
  const after = planFor({ ...load, messages: 400, active: 0.5 })
  for (const key of ["runners", "redisNodes", "redisGb", "agents", "tokensPerDay"] as const)
    expect(after[key]).toBeGreaterThan(before[key])
  expect(after.gatewayShards).toBe(before.gatewayShards)
  expect(planFor({ ...load, price: null }).costPerDay).toBe(null)
})

it("orrery plan says it in lines, and what cannot be", async () => {
  const { failed, out } = await running(planCommand)(["plan", "--guilds", "1000000"])
  expect([failed, out]).toEqual([
    null,
    expect.stringMatching(/^messages .*\/s[\s\S]*gateway +1,000 shards[\s\S]*tokens +700,000,000 a day/),
  ])
  const wrong = await orrery(["plan", "--guilds", "0", "--active", "2"], {}).ended
  expect([wrong.code, wrong.err]).toEqual([
    2,
    "orrery: --active must be above 0 and at most 1; --guilds must be at least 1\n",
  ])
})
