/** `orrery start` as its users run it. */
import { writeFileSync, mkdirSync } from "node:fs"
import { createServer } from "node:net"
import { once } from "node:events"
import { join } from "node:path"
import { Effect } from "effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { Playground } from "../../src/adapters/playground/playground.ts"
import { ADA, GENERAL } from "../../src/adapters/playground/sample-world.ts"
import { orrery, temporaryHome } from "../support/orrery.ts"

const addressesOf = async (running: ReturnType<typeof orrery>) => {
  const [, chat] = await running.says(/chat +(http:\/\/127\.0\.0\.1:\d+)/)
  const [, inspector] = await running.says(/inspector +(http:\/\/127\.0\.0\.1:\d+)/)
  return { chat: chat!, inspector: inspector! }
}

interface Said {
  readonly id: string
  readonly content: string
  readonly webhook_id?: string
  readonly author: { readonly username: string }
}

/** Ada at the page of the playground, in #general. */
const adaAt = (chat: string) => {
  const messages = `${chat}/page/channels/${GENERAL.id}/messages`
  const history = async () =>
    (await fetch(`${messages}?as=${ADA.id}&limit=50`)).json() as Promise<ReadonlyArray<Said>>
  return {
    history,
    notice: async () =>
      ((await (await fetch(`${chat}/page/state?as=${ADA.id}`)).json()) as { notice: string | null }).notice,
    says: (content: string) =>
      fetch(messages, {
        method: "POST",
        headers: { "content-type": "application/json", origin: chat },
        body: JSON.stringify({ as: ADA.id, content }),
      }),
    /** Asks again until an agent has said something that matches. */
    hears: async (pattern: RegExp): Promise<Said> => {
      for (;;) {
        const said = await history()
        const found = said.find(
          ({ webhook_id, content }) => webhook_id !== undefined && pattern.test(content),
        )
        if (found !== undefined) return found
      }
    },
  }
}

describe("start", () => {
  it("prints two addresses, and a message in the page gets its reply under the agent's name", async () => {
    const running = orrery(["start"], { ORRERY_HOME: temporaryHome() })
    const { chat, inspector } = await addressesOf(running)
    expect((await fetch(`${inspector}/health`)).status).toBe(200)
    const person = adaAt(chat)
    await person.says("@Writer, a tagline for our tea shop, please")
    const reply = await person.hears(/offline model/)
    expect(reply.author.username).toBe("Writer")
    expect(await person.notice()).toMatch(/offline/i)
  })

  it("stops cleanly on SIGTERM, and knows the conversation when it starts again", async () => {
    const home = temporaryHome()
    const first = orrery(["start"], { ORRERY_HOME: home })
    const before = adaAt((await addressesOf(first)).chat)
    await before.says("@Analyst, remember that our budget is 5,000")
    await before.hears(/./)
    first.process.kill("SIGTERM")
    expect((await first.ended).code).toBe(0)

    const second = orrery(["start"], { ORRERY_HOME: home })
    const after = adaAt((await addressesOf(second)).chat)
    expect((await after.history()).length).toBe(2)
    await after.says("@Analyst, what did I ask you before?")
    await after.hears(/budget/)
  })

  it("says which port is in use and what to do", async () => {
    const taken = createServer().listen(0, "127.0.0.1")
    onTestFinished(() => void taken.close())
    await once(taken, "listening")
    const { port } = taken.address() as { port: number }
    const ended = await orrery(["start"], {
      ORRERY_HOME: temporaryHome(),
      ORRERY_PLAYGROUND_PORT: String(port),
    }).ended
    expect(ended.code).toBe(1)
    expect(ended.err).toContain(String(port))
    expect(
      ended.err
        .trim()
        .split("\n")
        .filter((line) => line.startsWith("orrery:")),
    ).toHaveLength(1)
  })

  it("says that the token is refused, without the token", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const { apiBase } = yield* Playground
        const ended = yield* Effect.promise(
          () =>
            orrery(["start"], {
              ORRERY_HOME: temporaryHome(),
              DISCORD_TOKEN: "wrong-token-of-mine",
              DISCORD_API_BASE: apiBase,
            }).ended,
        )
        expect(ended.code).toBe(1)
        expect(ended.err).toMatch(/Discord refused DISCORD_TOKEN/)
        expect(ended.out + ended.err).not.toContain("wrong-token-of-mine")
      }).pipe(Effect.provide(Playground.layer({ port: 0 }))),
    )
  })

  it("says what is wrong in a brain", async () => {
    const home = temporaryHome()
    mkdirSync(join(home, "brains"))
    writeFileSync(join(home, "brains/cook.md"), "---\nname: Cook\ntier: golden\n---\nYou cook.\n")
    const ended = await orrery(["start", "--brains", join(home, "brains")], { ORRERY_HOME: home }).ended
    expect(ended.code).not.toBe(0)
    expect(ended.err).toMatch(/cook\.md/)
    expect(ended.err).toMatch(/tier/)
  })

  it("says that another Orrery has the store", async () => {
    const home = temporaryHome()
    await addressesOf(orrery(["start"], { ORRERY_HOME: home }))
    const ended = await orrery(["start"], { ORRERY_HOME: home }).ended
    expect(ended.code).toBe(1)
    expect(ended.err).toMatch(/orrery:.*(another|already)/i)
  })
})
