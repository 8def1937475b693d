import { Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it, onTestFinished } from "vitest"
import { WebSocket } from "ws"
import type { LiveFrame } from "../../../src/adapters/inspector/api.ts"
import { channel, hears, message, World } from "../../support/world.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { listen, orreryForTest, startOrrery } from "./support.ts"

const conversation = `conversation/${channel}`

/** Time passes by `advance` alone, so that what goes in one frame is known. */
const inSimulatedTime = async () => {
  const store = Layer.provideMerge(new MemoryStore().layer, TestClock.layer())
  const orrery = await startOrrery(new World(), store)
  onTestFinished(() => orrery.stop())
  return { orrery, advance: (ms: number) => orrery.run(TestClock.adjust(ms)) }
}

const opened = async (frames: ReadonlyArray<LiveFrame>) => {
  await expect.poll(() => frames.length).toBeGreaterThan(0)
}

describe("the live socket", () => {
  it("tells where live actors are, by full state path", async () => {
    const orrery = await orreryForTest()
    await orrery.converse("Hello")
    const { frames } = await listen(orrery)
    await opened(frames)
    expect(frames[0]).toMatchObject({
      live: {
        conversation: { "": 1, active: 1, "active.working": 1, "active.working.floor.listening": 1 },
        agent: { "": 1, "life.idle": 1, health: 1, "health.healthy": 1 },
        pool: { active: 1, "active.serving": 1 },
      },
      fired: [],
      dropped: 0,
    })
    await orrery.converse("And again")
    await expect.poll(() => frames.length).toBeGreaterThan(1)
    expect(frames.at(-1)!.events.committed).toBeGreaterThan(frames[0]!.events.committed)
  })

  it("pushes what the watched actor takes, with the transitions, once and in order", async () => {
    const orrery = await orreryForTest()
    const { frames } = await listen(orrery, `?actor=${conversation}`)
    await opened(frames)
    await orrery.converse("the merger closes on Friday")
    const fired = () => frames.flatMap((frame) => frame.fired)
    await expect
      .poll(() => fired().map(({ event }) => (event as { type: string } | null)?.type))
      .toContain("ANSWERED")
    expect(fired().map(({ seq }) => seq)).toEqual(fired().map((_, index) => index + 1))
    expect(fired()[0]).toMatchObject({
      edges: ["|MESSAGE|0", "available||0"],
      active: expect.arrayContaining(["allocated"]),
    })
    expect(JSON.stringify(frames)).not.toContain("merger")
  })

  it("shows words to who asks for them", async () => {
    const orrery = await orreryForTest()
    const { frames } = await listen(orrery, `?actor=${conversation}&words=shown`)
    await opened(frames)
    await orrery.converse("the merger closes on Friday")
    await expect.poll(() => JSON.stringify(frames)).toContain("the merger closes on Friday")
  })

  it("gathers what happens in a tenth of a second into one frame, and is silent when nothing does", async () => {
    const { orrery, advance } = await inSimulatedTime()
    const { frames } = await listen(orrery, `?actor=${conversation}`)
    await opened(frames)
    for (const text of ["one", "two", "three"]) await orrery.run(hears(message(text)))
    await orrery.settled()
    await advance(100)
    await expect.poll(() => frames.length).toBe(2)
    expect(frames[1]!.fired.length).toBeGreaterThanOrEqual(3)
    await advance(1000)
    await orrery.run(hears(message("four")))
    await orrery.settled()
    await advance(100)
    await expect.poll(() => frames.length).toBe(3)
    expect(frames[2]!.fired.at(-1)!.seq).toBeGreaterThan(frames[1]!.fired.at(-1)!.seq)
  })

  it("counts the entries that do not fit in a frame", async () => {
    const { orrery, advance } = await inSimulatedTime()
    const { frames } = await listen(orrery, `?actor=${conversation}`)
    await opened(frames)
    for (let n = 0; n < 50; n++) await orrery.run(hears(message(`message ${n}`)))
    await orrery.settled()
    await advance(100)
    await expect.poll(() => frames.length).toBe(2)
    const { fired, dropped, events } = frames[1]!
    expect([fired.length, fired.at(-1)!.seq]).toEqual([20, 20])
    expect(fired.length + dropped).toBe(events.committed)
  })

  it("is closed to other origins, other paths and what is no address", async () => {
    const orrery = await orreryForTest()
    const refused = (path: string, origin?: string) =>
      new Promise((resolve) => {
        const headers = origin === undefined ? {} : { origin }
        const socket = new WebSocket(`${orrery.origin.replace("http", "ws")}${path}`, { headers })
        socket.once("error", (error) => resolve(error.message)).once("open", () => resolve("open"))
        onTestFinished(() => socket.terminate())
      })
    expect(await refused("/api/live", orrery.origin)).toBe("open")
    for (const [path, origin] of [
      ["/api/live", "https://evil.example"],
      ["/api/other"],
      ["/api/live?actor=ghost"],
      ["//"],
    ])
      expect([path, await refused(path!, origin)]).toEqual([path, "Unexpected server response: 403"])
    expect((await fetch(`${orrery.origin}/health`)).status).toBe(200)
  })
})
