/** Time travel: an actor after any of its entries, wherever those lie, over the API and as a page. */
import { Effect, Layer } from "effect"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { Archive } from "../../../src/actors/keeping/archive.ts"
import { Host } from "../../../src/actors/host.ts"
import { Store } from "../../../src/actors/store.ts"
import { trim } from "../../../src/actors/keeping/trimming.ts"
import * as Files from "../../../src/adapters/archive/files.ts"
import type { ActorView, Moment, PathHistory, Sought } from "../../../src/adapters/inspector/api.ts"
import { Past } from "../../../src/adapters/inspector/past.ts"
import { temporaryDirectory } from "../../support/directory.ts"
import { channel, hears, message, until, World } from "../../support/world.ts"
import { panel, state, useStage } from "./stage.ts"
import { fileStore } from "./support.ts"

const stage = useStage()
const conversation = `conversation/${channel}` as const

const ask = async <A>(path: string): Promise<A> => {
  const response = await fetch(`${stage.orrery.origin}/api/actors/${conversation}${path}`)
  return (await response.json()) as A
}

describe("a moment", () => {
  it("is how the actor was after an entry, with what the entry changed", async () => {
    const first = await ask<Moment>("/at?seq=1")
    expect(first).toMatchObject({
      seq: 1,
      against: 0,
      value: { allocated: "connecting" },
      entry: { seq: 1, event: { type: "MESSAGE" }, edges: ["|MESSAGE|0", "available||0"] },
      outbox: { total: 1, items: [{ key: "1.0", effect: { type: "Connect" } }] },
    })
    expect(first.changes.items).toContainEqual({
      path: "state",
      then: "available",
      now: { allocated: "connecting" },
      was: true,
      is: true,
    })
    const now = await ask<ActorView>("")
    const last = await ask<Moment>(`/at?seq=${now.seq}`)
    expect([last.value, last.context, last.hash]).toEqual([now.value, now.context, now.hash])
    expect((await ask<Moment>("/at?seq=0")).value).toBe("available")
  })

  it("is compared with any other", async () => {
    const { seq } = await ask<ActorView>("")
    const same = await ask<Moment>(`/at?seq=${seq}&against=${seq}`)
    expect(same.changes.total).toBe(0)
    const all = await ask<Moment>(`/at?seq=${seq}&against=0`)
    expect(all.changes.items.map(({ path }) => path)).toContain("context.tally.messages")
  })

  it("hides words, but not that they changed", async () => {
    const hidden = await ask<Moment>("/at?seq=1")
    expect(JSON.stringify(hidden)).not.toContain("Hello")
    expect(JSON.stringify(hidden.changes)).toContain("•••(5)")
    expect(JSON.stringify(await ask<Moment>("/at?seq=1&words=shown"))).toContain("Hello")
  })

  it("that nobody knows is told", async () => {
    expect(await ask("/at?seq=99999")).toEqual({
      message: expect.stringContaining("Nobody knows any more how conversation/"),
    })
  })
})

describe("who changed what", () => {
  it("is told by path, the newest first", async () => {
    const { found } = await ask<PathHistory>("/changes?path=context.tally.messages")
    expect(found.map(({ entry, changes }) => [entry.seq, changes[0]?.path, changes[0]?.now])).toEqual([
      [1, "context.tally.messages", 1],
    ])
    const states = (await ask<PathHistory>("/changes?path=state&before=3")).found
    expect(states.map(({ entry }) => entry.seq)).toEqual([2, 1])
  })

  it("leads from an event to the next of its kind", async () => {
    expect(await ask<Sought>("/seek?event=CONNECTED&from=1")).toEqual({ found: 2, next: null })
    expect(await ask<Sought>("/seek?event=MESSAGE&from=2&backwards=1")).toEqual({ found: 1, next: null })
    expect(await ask<Sought>("/seek?event=HALT&from=1")).toEqual({ found: null, next: null })
  })
})

describe("a long journal, most of it archived", () => {
  it("is known at every entry, from the archive and from the journal, and is read as far as is asked", async () => {
    const archive = Files.layer({
      folder: join(await Effect.runPromise(Effect.scoped(temporaryDirectory("past-"))), "a"),
    })
    const layer = Layer.provideMerge(new World().runtime(fileStore), archive)
    const work = Effect.gen(function* () {
      for (let n = 0; n < 150; n++) yield* hears(message(`Nice weather ${n}`))
      const host = yield* Host
      yield* until(() => host.owed() === 0)
      const store = yield* Store
      const { seq } = (yield* store.peek(conversation))!
      const whole = new Past(store, null)
      const before = yield* whole.at(conversation, 70)
      const policy = { keepDays: 1, keepEntries: 60, archive: true }
      const { entries } = yield* trim(conversation, policy as never, Date.now())
      expect(entries).toBeGreaterThan(100)
      const past = yield* Past.make
      expect(yield* past.first(conversation)).toBe(1)
      for (const at of [70, entries - 1, entries, entries + 1, seq]) {
        const standing = yield* past.at(conversation, at)
        expect([at, standing?.books.seq]).toEqual([at, at])
      }
      expect((yield* past.at(conversation, 70))!.hash).toBe(before!.hash)
      const across = yield* past.entries(conversation, entries - 1, 4)
      expect(across.map((entry) => entry.seq)).toEqual([entries - 1, entries, entries + 1, entries + 2])
      // Without the archive, what left the journal is not known.
      expect(yield* new Past(store, null).at(conversation, 70)).toBeNull()
      expect((yield* Archive).label).toContain("past-")
    })
    await Effect.runPromise(
      Effect.scoped(Effect.provide(work, layer as Layer.Layer<Host | Store | Archive>)) as never,
    )
  })
})

describe("the page", () => {
  it("travels by slider, step, number, jump and player, each with an address of its own", async () => {
    const page = await stage.page(conversation)
    const range = page.getByRole("slider", { name: "Entry" })
    await range.focus()
    await page.keyboard.press("Home")
    await page.getByText("Before its first entry.").waitFor()
    await page.keyboard.press("ArrowRight")
    await page.waitForURL(`**/#/${conversation}/1`)
    await state(page, "allocated.connecting").and(page.locator(".active")).waitFor()
    await page.getByRole("button", { name: "One entry on" }).click()
    await page.getByText("After entry 2: CONNECTED").waitFor()
    await page.getByRole("combobox", { name: "Jump to an event" }).selectOption("MESSAGE")
    await page.getByRole("button", { name: "The one before" }).click()
    await page.waitForURL(`**/#/${conversation}/1`)
    const number = page.getByRole("spinbutton", { name: "Number of the entry" })
    await number.fill("2")
    await number.press("Enter")
    await page.waitForURL(`**/#/${conversation}/2`)
    await page.getByRole("combobox", { name: "How fast it plays" }).selectOption("12")
    await page.getByRole("button", { name: "Play" }).click()
    await expect
      .poll(() =>
        page
          .getByText("As it is now")
          .count()
          .then((now) => now || page.url()),
      )
      .toMatch(/[3-9]$/)
    await page.getByRole("link", { name: "Now", exact: true }).click()
    await page.getByText("As it is now.").waitFor()
  })

  it("says what an entry changed, compares it with another, and who changed a path", async () => {
    const page = await stage.page(`${conversation}/2`)
    const changed = panel(page).getByRole("region", { name: "What changed" })
    await changed.getByRole("link", { name: "state.active" }).waitFor()
    const against = page.getByRole("spinbutton", { name: "Compare with entry" })
    await against.fill("0")
    await against.press("Enter")
    await page.waitForURL(`**/#/${conversation}/2?against=0`)
    await changed.getByRole("link", { name: "context.tally.messages" }).click()
    await page.waitForURL(/path=context.tally.messages/)
    await panel(page)
      .getByRole("region", { name: "Who changed" })
      .getByRole("link", { name: /1 MESSAGE/ })
      .click()
    await page.waitForURL(`**/#/${conversation}/1?**`)
    await page.reload()
    await page.getByText("After entry 1: MESSAGE").waitFor()
  })

  it("has the actor's place, what it can be told, and its chart in words", async () => {
    const page = await stage.page("agent/0-0001")
    await panel(page).getByText("looked after by").getByRole("link", { name: "pool/0" }).waitFor()
    await panel(page).getByRole("region", { name: "Can be told" }).getByText("ALLOCATE").waitFor()
    await panel(page).getByText("Chart in words").click()
    await panel(page).locator(".outline .is-active").getByText("● active").first().waitFor()
  })
})

it("no page complained: neither its scripts nor the server's policy", () => {
  expect(stage.complaints).toEqual([])
})
