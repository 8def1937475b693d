/**
 * From a message in Discord to its answer there: the gateway's dispatch, the conversation, the pool, an agent, the scripted model,
 * which takes no time, and the answer by REST. Three processes: the playground with the people who write (this one), one runner,
 * and a private Redis with appendonly, appendfsync everysec. Discord's rate limits are off.
 *
 * 200 channels, in each of which an agent is called by name. Messages come at fixed times whether or not the ones before are
 * answered (an open loop: what queues up counts). The rate grows until it is not held any more, that is until one answer in a
 * hundred takes longer than 50 ms; then the highest one that was held is kept up for 60 s.
 */
import { Effect } from "effect"
import { Playground } from "../src/adapters/playground/playground.ts"
import { redisServer } from "../test/support/redis.ts"
import { percentiles } from "./support/percentiles.ts"
import { kill, startFile } from "./support/runner.ts"

const rates = [25, 50, 100, 150, 200, 250, 300, 350, 400, 500, 600, 800, 1000]
const trial = 10
const whole = 60
const longest = 50

const guilds = 20
const channelsEach = 10
const people = 40

const guildId = (n: number) => String(200000000000000000n + BigInt(n))
const channelId = (n: number) => String(300000000000000000n + BigInt(n))
const personId = (n: number) => String(100000000000000000n + BigInt(n))
const channels = guilds * channelsEach

interface Sent {
  readonly at: number
  took: number | null
}

const program = Effect.gen(function* () {
  const redis = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
  const playground = yield* Playground
  const members = Array.from({ length: people }, (_, n) => ({ id: personId(n), username: `person${n}` }))
  for (let guild = 0; guild < guilds; guild++) {
    yield* playground.ensureGuild({
      id: guildId(guild),
      name: `guild ${guild}`,
      channels: Array.from({ length: channelsEach }, (_, n) => {
        const channel = guild * channelsEach + n
        return { id: channelId(channel), name: `channel-${channel}` }
      }),
      members,
    })
  }
  yield* Effect.acquireRelease(
    Effect.promise(() =>
      startFile("bench/support/replying-runner.ts", [playground.apiBase, redis.url], {}, /it runs/),
    ),
    ({ child }) => Effect.promise(() => kill(child)),
  )

  /** By number, which the message says and the answer repeats. */
  const sent = new Map<number, Sent>()
  let twice = 0
  playground.listen(({ t, d }) => {
    if (t !== "MESSAGE_CREATE") return
    const { content, author } = d as { content: string; author: { bot?: boolean } }
    const number = Number(/number (\d+)/.exec(content)?.[1])
    const its = sent.get(number)
    if (author.bot !== true || its === undefined) return
    if (its.took !== null) twice++
    its.took ??= performance.now() - its.at
  })

  let number = 0
  const say = Effect.suspend(() => {
    const n = number++
    sent.set(n, { at: performance.now(), took: null })
    return playground.post({
      channelId: channelId(n % channels),
      authorId: personId(Math.floor(n / channels) % people),
      content: `Writer, number ${n} please`,
    })
  }).pipe(Effect.orDie)

  const isAnswered = () => [...sent.values()].every(({ took }) => took !== null)

  /** Says `rate` messages a second for so long, and waits until all are answered, or nothing comes any more. */
  const at = Effect.fnUntraced(function* (rate: number, seconds: number) {
    sent.clear()
    twice = 0
    const began = performance.now()
    for (let n = 0; n < rate * seconds; n++) {
      const ahead = began + (n * 1000) / rate - performance.now()
      if (ahead > 1) yield* Effect.sleep(ahead)
      yield* say
      if (n % 20 === 0) yield* Effect.yieldNow
    }
    const said = performance.now() - began
    for (let left = 100; left > 0 && !isAnswered(); left--) yield* Effect.sleep("100 millis")
    const all = [...sent.values()]
    const took = all.map(({ took }) => took).filter((ms) => ms !== null)
    return {
      per_s: Number(((all.length * 1000) / said).toFixed(1)),
      ...percentiles(took),
      lost: all.length - took.length,
      twice,
    }
  })

  // Every channel's first answer makes its webhook and wakes its actors.
  yield* at(50, channels / 50)
  let held = rates[0]!
  for (const rate of rates) {
    const tried = yield* at(rate, trial)
    console.log(`${rate}/s: ${JSON.stringify(tried)}`)
    if (tried.lost > 0 || tried.p99_ms > longest || tried.per_s < rate * 0.95) break
    held = rate
  }
  console.log(`${held} messages a second are held: ${whole} s of them`)
  const { per_s, p50_ms, p99_ms, lost, twice: again } = yield* at(held, whole)
  return { bench: "reply", per_s, p50_ms, p99_ms, lost: lost + again }
})

const result = await Effect.runPromise(Effect.scoped(Effect.provide(program, Playground.layer({ port: 0 }))))
console.log(JSON.stringify(result))
process.exit(0)
