import { describe, expect, test } from "vitest"
import { ADA, GENERAL, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { shardOf } from "../../../src/adapters/playground/snowflakes.ts"
import { dispatches, identified, identifyData, openGateway } from "./gateway-client.ts"
import {
  call,
  loginBot,
  nextEvent,
  run,
  startPlayground,
  startPlaygroundInSimulatedTime,
  type Running,
} from "./support.ts"

const post = (playground: Running, content: string, channelId: string = GENERAL.id) =>
  run(playground.post({ channelId, authorId: ADA.id, content }))

describe("a connection", () => {
  test("is greeted with the heartbeat interval, and its heartbeats are acknowledged", async () => {
    const client = await openGateway(await startPlayground())
    expect(await client.frame(({ op }) => op === 10)).toMatchObject({ d: { heartbeat_interval: 41_250 } })
    client.send({ op: 1, d: null })
    expect(await client.frame(({ op }) => op === 11)).toMatchObject({ op: 11 })
  })

  test.for([
    ["a wrong token", 4004, { op: 2, d: { token: "wrong", intents: 1 } }],
    ["an intent that does not exist", 4013, { intents: 1 << 30 }],
    ["an intent that is not enabled", 4014, { intents: 1 << 8 }],
    ["a shard that cannot be", 4010, { shard: [2, 2] }],
    ["no JSON", 4002, "hello"],
    ["an IDENTIFY without intents", 4002, { op: 2, d: { token: "playground" } }],
    ["an unknown opcode", 4001, { op: 99, d: null }],
    ["a request before IDENTIFY", 4003, { op: 8, d: { guild_id: GUILD.id, query: "", limit: 0 } }],
  ] as const)("with %s is closed with %i", async ([, code, sent]) => {
    const playground = await startPlayground()
    const client = await openGateway(playground)
    client.send(
      typeof sent === "string" || "op" in sent ? sent : { op: 2, d: identifyData(playground, sent) },
    )
    expect(await client.closed).toBe(code)
  })

  test("without MESSAGE_CONTENT enabled may not ask for it", async () => {
    const playground = await startPlayground({ privilegedIntents: [] })
    const client = await openGateway(playground)
    client.send({ op: 2, d: identifyData(playground, { intents: 1 | 32768 }) })
    expect(await client.closed).toBe(4014)
  })

  test("that identifies twice is closed with 4005", async () => {
    const playground = await startPlayground()
    const { client } = await identified(playground)
    client.send({ op: 2, d: identifyData(playground) })
    expect(await client.closed).toBe(4005)
  })

  test("of another API version is closed with 4012", async () => {
    const client = await openGateway(await startPlayground(), "?v=9&encoding=json")
    expect(await client.closed).toBe(4012)
  })

  test("that sends more than 120 times in a minute is closed with 4008", async () => {
    const client = await openGateway(await startPlayground())
    for (let sent = 0; sent < 121; sent++) client.send({ op: 1, d: null })
    expect(await client.closed).toBe(4008)
  })

  test("without heartbeats is a zombie, and is closed with 4009", async () => {
    const { playground, advance } = await startPlaygroundInSimulatedTime()
    const client = await openGateway(playground)
    await client.frame(({ op }) => op === 10)
    await advance(41_250)
    client.send({ op: 1, d: null })
    await client.frame(({ op }) => op === 11)
    await advance(41_250)
    client.send({ op: 1, d: null })
    await expect.poll(() => client.frames.filter(({ op }) => op === 11).length).toBe(2)
    await advance(3 * 41_250)
    expect(await client.closed).toBe(4009)
  })
})

describe("READY", () => {
  test("announces the guilds as unavailable; GUILD_CREATE brings each", async () => {
    const { client, ready } = await identified(await startPlayground())
    expect(ready.guilds).toEqual([{ id: GUILD.id, unavailable: true }])
    const guild = await client.frame(({ t }) => t === "GUILD_CREATE")
    expect(guild.d).toMatchObject({ id: GUILD.id, unavailable: false, member_count: 4 })
  })

  test("holds the guilds of the shard only, and their events come to it alone", async () => {
    const playground = await startPlayground()
    const other = { id: (BigInt(GUILD.id) + (1n << 22n)).toString(), name: "Other" }
    const channel = { id: "1100000000000000201", name: "elsewhere" }
    await run(playground.ensureGuild({ ...other, channels: [channel], members: [ADA] }))
    const shards = await Promise.all(
      [0, 1].map((id) => identified(playground, { shard: [id, 2], intents: 1 | 512 | 4096 })),
    )
    const home = shardOf(GUILD.id, 2)
    expect(shards[home]!.ready.guilds.map(({ id }) => id)).toEqual([GUILD.id])
    expect(shards[1 - home]!.ready.guilds.map(({ id }) => id)).toEqual([other.id])
    await post(playground, "here")
    await post(playground, "there", channel.id)
    const dm = await call<{ id: string }>(playground, "POST", "/users/@me/channels", { recipient_id: ADA.id })
    await post(playground, "directly", dm.body.id)
    const channels = (index: number) =>
      dispatches(shards[index]!.client, "MESSAGE_CREATE").map((d) => (d as { channel_id: string }).channel_id)
    const direct = (index: number) => (index === 0 ? [dm.body.id] : [])
    await expect.poll(() => channels(home)).toEqual([GENERAL.id, ...direct(home)])
    await expect.poll(() => channels(1 - home)).toEqual([channel.id, ...direct(1 - home)])
  })

  test("comes only as often as IDENTIFY is allowed", async () => {
    const { playground, advance } = await startPlaygroundInSimulatedTime({
      identifyLimits: { perDay: 2, maxConcurrency: 1 },
    })
    await identified(playground)
    const hasty = await openGateway(playground)
    hasty.send({ op: 2, d: identifyData(playground) })
    expect(await hasty.frame(({ op }) => op === 9)).toMatchObject({ d: false })
    await advance(5_000)
    await identified(playground)
    const limit = await call(playground, "GET", "/gateway/bot")
    expect(limit.body).toMatchObject({ session_start_limit: { total: 2, remaining: 0, max_concurrency: 1 } })
  })
})

describe("RESUME", () => {
  const resume = async (playground: Running, session_id: string, seq: number) => {
    const client = await openGateway(playground)
    client.send({ op: 6, d: { token: playground.token, session_id, seq } })
    return client
  }

  test("sends what was missed, in order, then RESUMED, then goes on", async () => {
    const playground = await startPlayground()
    const { client, ready } = await identified(playground)
    await post(playground, "before")
    const seen = await client.frame(({ t }) => t === "MESSAGE_CREATE")
    client.cut()
    await client.closed
    await post(playground, "one")
    await post(playground, "two")
    const back = await resume(playground, ready.session_id, seen.s!)
    await back.frame(({ t }) => t === "RESUMED")
    await post(playground, "after")
    await expect
      .poll(() =>
        back.frames.filter(({ op }) => op === 0).map(({ t, d }) => (d as { content?: string }).content ?? t),
      )
      .toEqual(["one", "two", "RESUMED", "after"])
    expect(back.frames.filter(({ op }) => op === 0).map(({ s }) => s! - seen.s!)).toEqual([1, 2, 3, 4])
  })

  test("is refused with op 9 when more was missed than is kept", async () => {
    const playground = await startPlayground({ resumeBuffer: 3 })
    const { client, ready } = await identified(playground)
    const last = await client.frame(({ t }) => t === "GUILD_CREATE")
    client.cut()
    await client.closed
    for (const content of ["1", "2", "3"]) await post(playground, content)
    const enough = await resume(playground, ready.session_id, last.s!)
    await enough.frame(({ t }) => t === "RESUMED")
    enough.cut()
    await enough.closed
    const tooLate = await resume(playground, ready.session_id, last.s!)
    expect(await tooLate.frame(({ op }) => op === 9)).toMatchObject({ d: false })
  })

  test("is refused for a session that is unknown, closed properly, or five minutes old", async () => {
    const { playground, advance } = await startPlaygroundInSimulatedTime()
    const stranger = await resume(playground, "unknown", 1)
    expect(await stranger.frame(({ op }) => op === 9)).toMatchObject({ d: false })
    const { client, ready } = await identified(playground)
    client.cut()
    await client.closed
    await advance(300_001)
    const late = await resume(playground, ready.session_id, 1)
    expect(await late.frame(({ op }) => op === 9)).toMatchObject({ d: false })
  })

  test("is refused when the sessions went with the connections", async () => {
    const playground = await startPlayground()
    const { client, ready } = await identified(playground)
    await run(playground.faults.dropConnections({ resumable: false }))
    await client.closed
    const back = await resume(playground, ready.session_id, 1)
    expect(await back.frame(({ op }) => op === 9)).toMatchObject({ d: false })
  })

  test("follows op 7 and a resumable op 9 by itself; any other op 9 leads to a new session", async () => {
    const playground = await startPlayground()
    const client = await loginBot(playground)
    const resumed = nextEvent(client, "shardResume")
    await run(playground.faults.askToReconnect)
    await resumed
    const heard = nextEvent<{ content: string }>(client, "messageCreate")
    await post(playground, "still here?")
    expect((await heard).content).toBe("still here?")
    const resumedAgain = nextEvent(client, "shardResume")
    await run(playground.faults.invalidateSessions({ resumable: true }))
    await resumedAgain
    const again = nextEvent(client, "shardReady")
    await run(playground.faults.invalidateSessions())
    await again
  })
})

describe("events", () => {
  test("come as the intents ask", async () => {
    const playground = await startPlayground()
    const { client } = await identified(playground, { intents: 1 })
    await post(playground, "not for you")
    await run(
      playground.ensureGuild({
        ...GUILD,
        channels: [{ id: "1100000000000000150", name: "new" }],
        members: [],
      }),
    )
    expect(await client.frame(({ t }) => t === "CHANNEL_CREATE")).toMatchObject({ d: { name: "new" } })
    expect(dispatches(client, "MESSAGE_CREATE")).toEqual([])
  })

  test("of a channel stop when the bot may no longer see it", async () => {
    const playground = await startPlayground()
    const { client } = await identified(playground)
    await run(playground.faults.deny(GENERAL.id, "ViewChannel"))
    await post(playground, "secret")
    await run(playground.faults.allow(GENERAL.id))
    await post(playground, "open")
    await client.frame(({ t }) => t === "MESSAGE_CREATE")
    expect(dispatches(client, "MESSAGE_CREATE")).toMatchObject([{ content: "open" }])
  })

  test("a guild and its members appear live", async () => {
    const playground = await startPlayground()
    const client = await loginBot(playground)
    const joined = nextEvent<{ name: string }>(client, "guildCreate")
    const guild = { id: "1200000000000000000", name: "Recorded", channels: [], members: [ADA] }
    await run(playground.ensureGuild(guild))
    expect((await joined).name).toBe("Recorded")
    const member = nextEvent<{ displayName: string }>(client, "guildMemberAdd")
    const dana = { id: "1200000000000000009", username: "dana", name: "Dana" }
    await run(playground.ensureGuild({ ...guild, members: [ADA, dana] }))
    expect((await member).displayName).toBe("Dana")
  })

  test("a message posted again under its id is delivered again, the same", async () => {
    const playground = await startPlayground()
    const { client } = await identified(playground)
    const recorded = { id: "673802486540140544", channelId: GENERAL.id, authorId: ADA.id, content: "again" }
    await run(playground.post(recorded))
    await run(playground.post(recorded))
    await expect.poll(() => dispatches(client, "MESSAGE_CREATE").length).toBe(2)
    const [first, second] = dispatches(client, "MESSAGE_CREATE")
    expect(first).toEqual(second)
    expect(first).toMatchObject({ id: recorded.id, timestamp: "2020-02-03T08:10:31.436000+00:00" })
    const history = await call<ReadonlyArray<unknown>>(playground, "GET", `/channels/${GENERAL.id}/messages`)
    expect(history.body).toHaveLength(1)
  })
})
