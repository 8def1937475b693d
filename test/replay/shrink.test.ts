/** The shortest log that still fails, whatever failing means. */
import { afterEach, describe, expect, it, vi } from "vitest"
import { charts } from "../../src/machines/index.ts"
import { written, type Bundle } from "../../src/replay/bundle.ts"
import { missing } from "../../src/replay/cut.ts"
import { replayed } from "../../src/replay/replay.ts"
import { shrunk } from "../../src/replay/shrink.ts"
import { sizeOf } from "../../src/replay/size.ts"
import { here, recorded } from "./recording.ts"

const holds = (text: string) => (bundle: Bundle) => Promise.resolve(written(bundle).includes(text))

afterEach(() => {
  vi.doUnmock("../../src/machines/index.ts")
  vi.resetModules()
})

describe("a shrunk log", () => {
  it("has what makes it fail and little else", async () => {
    const bundle = await recorded()
    const smallest = await shrunk(bundle, holds('"type":"ANSWERED"'))
    expect(sizeOf(smallest)).toBeLessThan(sizeOf(bundle) / 4)
    expect(written(smallest)).toContain('"type":"ANSWERED"')
  })

  it("is still a log that replays, and a consistent cut", async () => {
    const smallest = await shrunk(await recorded(), async (bundle) =>
      bundle.some(
        ({ address, entries }) => address === here && entries.some(({ body }) => body.includes("just talk")),
      ),
    )
    expect(smallest.map((log) => replayed(log).trouble).filter((it) => it !== null)).toEqual([])
    expect(missing(smallest)).toEqual([])
    expect(smallest.map(({ address }) => address)).toEqual([here])
  })

  it("keeps a divergence as it was recorded: the state before it, and the one entry", async () => {
    const bundle = await recorded()
    vi.resetModules()
    vi.doMock("../../src/machines/index.ts", () => ({
      charts: {
        ...charts,
        conversation: charts.conversation.provide({ guards: { isMatched: () => false } }),
      },
    }))
    const other = await import("../../src/replay/replay.ts")
    const { shrunk } = await import("../../src/replay/shrink.ts")
    const [smallest, ...rest] = await shrunk(bundle, async (it) =>
      it.some((log) => other.replayed(log).trouble?.type === "diverged"),
    )
    expect(rest).toEqual([])
    expect(smallest!.entries.length).toBe(1)
    expect(other.replayed(smallest!).trouble).toMatchObject({ guards: [{ guard: "isMatched" }] })
    expect(replayed(smallest!).trouble).toBeNull()
  })
})
