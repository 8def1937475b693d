/** `orrery feed` as its users run it: processes, files, a real Redis. */
import { existsSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { redisServer, withoutRedis } from "../support/redis.ts"
import { orrery, temporaryHome, type Ended } from "../support/orrery.ts"

const people = ["Ada", "Ben", "Cleo"].map((name, n) => ({
  id: String(700000000000000001n + BigInt(n)),
  name,
  isBot: false,
}))
const lines = [
  "Good morning everyone",
  "@Writer, can you draft a tagline for the tea shop?",
  "thanks!",
  "What does the market data say about green tea?",
  "lol",
  "Analyst: which segment grows fastest?",
]

/** A channel in which people call the sample team every other line. */
const recorded = (messages: number) => ({
  guild: { id: "700000000000000100", name: "Tea" },
  channel: { id: "700000000000000200", name: "launch", type: "GuildTextChat" },
  messages: Array.from({ length: messages }, (_, n) => ({
    id: String(700000000000001000n + BigInt(n) * 4_194_304_000n),
    type: "Default",
    timestamp: new Date(1_600_000_000_000 + n * 1000).toISOString(),
    content: `${lines[n % lines.length]} (${n})`,
    author: people[n % people.length],
  })),
})

const exported = (home: string, content: unknown): string => {
  const file = join(home, "channel.json")
  writeFileSync(file, JSON.stringify(content))
  return file
}

const outcomeOf = ({ out, err }: Ended) => {
  const last = out.trim().split("\n").at(-1) ?? ""
  expect(last, err).toMatch(/^\{/)
  return JSON.parse(last)
}

const whole = (messages: number) => ({ messages, lost: 0, duplicates: 0 })

describe("feed", () => {
  it("accounts for every message: answered or unrouted, none lost, none twice", async () => {
    const home = temporaryHome()
    const ended = await orrery(["feed", exported(home, recorded(60))], { ORRERY_HOME: home }).ended
    expect(ended.code).toBe(0)
    const outcome = outcomeOf(ended)
    expect(outcome).toMatchObject(whole(60))
    expect(outcome.answered + outcome.unrouted).toBe(60)
    expect(outcome.answered).toBeGreaterThanOrEqual(30)
    expect(outcome.replies).toBeGreaterThanOrEqual(outcome.answered)
    expect(Object.keys(outcome)).toEqual([
      "messages",
      "answered",
      "unrouted",
      "lost",
      "duplicates",
      "replies",
      "overhead_ms",
      "seconds",
      "models",
    ])
    expect(outcome.models).toMatchObject({ asked: expect.any(Number), cost: null })
    expect(outcome.models.asked).toBeGreaterThanOrEqual(outcome.answered)
    expect(outcome.models.input).toBeGreaterThan(outcome.models.output)
  })

  it.skipIf(withoutRedis)("does the same on Redis, into a store named on the command line", async () => {
    const home = temporaryHome()
    const file = exported(home, recorded(60))
    await Effect.runPromise(
      Effect.gen(function* () {
        const { url } = yield* redisServer({ appendonly: "yes" })
        const ended = yield* Effect.promise(
          () => orrery(["feed", file, "--store", url], { ORRERY_HOME: home }).ended,
        )
        expect(outcomeOf(ended)).toMatchObject(whole(60))
      }).pipe(Effect.scoped),
    )
  })

  it("killed with -9 in the middle and started again, answers each message once", async () => {
    const home = temporaryHome()
    const file = exported(home, recorded(120))
    for (const share of [/(1[2-9]|[2-9]\d)\/120 messages/, /([5-9]\d|1[01]\d)\/120 messages/]) {
      const killed = orrery(["feed", file], { ORRERY_HOME: home })
      await killed.says(share, "err")
      killed.process.kill("SIGKILL")
      expect((await killed.ended).signal).toBe("SIGKILL")
    }
    const outcome = outcomeOf(await orrery(["feed", file], { ORRERY_HOME: home }).ended)
    expect(outcome).toMatchObject(whole(120))
    expect(outcome.answered + outcome.unrouted).toBe(120)
  }, 120_000)

  it("fed twice, knows every message", async () => {
    const home = temporaryHome()
    const file = exported(home, recorded(30))
    const first = outcomeOf(await orrery(["feed", file], { ORRERY_HOME: home }).ended)
    const again = outcomeOf(await orrery(["feed", file], { ORRERY_HOME: home }).ended)
    expect(again).toMatchObject({ ...whole(30), replies: first.replies, answered: first.answered })
  })

  it("refuses a malformed export with the fields that are wrong, and does nothing", async () => {
    const home = temporaryHome()
    const broken = recorded(3)
    const messages = broken.messages.map((message, n) =>
      n === 1 ? { ...message, author: { id: 7 } } : message,
    )
    const ended = await orrery(["feed", exported(home, { ...broken, messages })], { ORRERY_HOME: home }).ended
    expect(ended.code).toBe(2)
    expect(ended.err).toContain("messages[1].author.id")
    expect(ended.err).toContain("Nothing was fed.")
    expect(readdirSync(home)).toEqual(["channel.json"])
  })

  it.each([
    ["a file that is not there", ["feed", "nowhere.json"], /nowhere\.json cannot be read/],
    ["a speed that is none", ["feed", "x.json", "--speed", "fast"], /--speed cannot be read/],
    ["a store that is none", ["feed", "package.json", "--store", "tape:1"], /package\.json is not an export/],
  ])("says what to do about %s, exit 2", async (_, args, says) => {
    const ended = await orrery(args, { ORRERY_HOME: temporaryHome() }).ended
    expect(ended.code).toBe(2)
    expect(ended.err).toMatch(says)
  })

  const shared = join(import.meta.dirname, "../../../shared")
  it.skipIf(!existsSync(shared))(
    "takes a real channel with its team (skipped where ../shared is missing)",
    async () => {
      const home = temporaryHome()
      const file = join(shared, "data/clojure_nov2019-jan2020.json")
      const args = ["feed", file, "--brains", join(shared, "brains-programming")]
      const outcome = outcomeOf(await orrery(args, { ORRERY_HOME: home }).ended)
      expect(outcome).toMatchObject(whole(369))
      expect(outcome.answered).toBeGreaterThan(0)
    },
    120_000,
  )
})
