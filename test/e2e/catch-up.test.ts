/** Orrery is killed, people go on talking, and Orrery comes back: the channel is told what became of what they said. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime } from "effect"
import { expect, it, onTestFinished } from "vitest"
import { snowflakeAt } from "../../src/adapters/discord/unheard.ts"
import { Playground } from "../../src/adapters/playground/playground.ts"
import { ADA, GENERAL } from "../../src/adapters/playground/sample-world.ts"
import { breath } from "../support/cluster.ts"
import { orrery, temporaryHome } from "../support/orrery.ts"

const minute = 60_000
const line = /^away \d+ s: 3 messages, answering 1, skipped 2 because they are older than 10 min$/

it(
  "after a kill, what was said meanwhile is answered or skipped, and one line says so",
  { timeout: 90_000 },
  async () => {
    const runtime = ManagedRuntime.make(Layer.fresh(Playground.layer({ port: 0 })))
    onTestFinished(() => runtime.dispose())
    const { apiBase, bot, listen, post, token } = await runtime.runPromise(Playground)

    const said: Array<string> = []
    const heard = new Set<() => void>()
    listen((event) => {
      if (event.t !== "MESSAGE_CREATE") return
      said.push((event.d as { readonly content: string }).content)
      for (const look of heard) look()
    })
    const shows = (pattern: RegExp, times = 1) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (said.filter((content) => pattern.test(content)).length >= times) resolve()
        }
        heard.add(look)
        look()
      })
    const says = (content: string, ago = 0) => {
      const id = String(BigInt(snowflakeAt(Date.now() - ago)) + 1n)
      return Effect.runPromise(post({ channelId: GENERAL.id, authorId: ADA.id, content, id }))
    }

    const environment = {
      ORRERY_HOME: temporaryHome(),
      DISCORD_TOKEN: token,
      DISCORD_API_BASE: apiBase,
    }
    const first = orrery(["start"], environment)
    while (!existsSync(join(environment.ORRERY_HOME, `listening-${bot.id}`))) await breath()
    await says("@Writer, a tagline, please", 30 * minute)
    await shows(/offline model/)
    first.process.kill("SIGKILL")
    await first.ended

    await says("@Writer, this is long ago", 20 * minute)
    await says("@Analyst, and this", 15 * minute)
    await says("@Strategist, are you there?")
    const second = orrery(["start"], environment)
    await second.says(/Orrery runs/)
    await shows(line)
    await shows(/offline model$/, 2)
    expect(said.filter((content) => content.startsWith("away "))).toHaveLength(1)
  },
)
