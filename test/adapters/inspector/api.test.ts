import { Effect, Layer } from "effect"
import { request } from "node:http"
import { describe, expect, it } from "vitest"
import { Constellations } from "../../../src/actors/constellations/constellations.ts"
import { Store, StoreUnavailable } from "../../../src/actors/store.ts"
import type { ActorPage, ActorView, JournalEntry, JournalPage } from "../../../src/adapters/inspector/api.ts"
import { channel, hears, message, person, until, World } from "../../support/world.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { orreryForTest, type Orrery } from "./support.ts"

const ask = async <A>({ origin }: Orrery, path: string): Promise<{ status: number; body: A }> => {
  const response = await fetch(`${origin}${path}`)
  return { status: response.status, body: (await response.json()) as A }
}

const conversation = `conversation/${channel}`

describe("/metrics", () => {
  it("tells Prometheus how many constellations were made, and how long each part took", async () => {
    const orrery = await orreryForTest()
    await orrery.run(Effect.flatMap(Constellations, ({ make }) => make({ user: person, template: null })))
    const response = await fetch(`${orrery.origin}/metrics`)
    expect(response.headers.get("content-type")).toContain("text/plain; version=0.0.4")
    const text = await response.text()
    expect(text).toMatch(/^orrery_constellations_made_total\{.*when="ahead".*\} [1-9]/m)
    for (const part of ["agents", "memory", "groups"])
      expect(text).toMatch(
        new RegExp(`^orrery_constellation_making_seconds_count\\{.*part="${part}".*\\} [1-9]`, "m"),
      )
  })
})

describe("probes", () => {
  it("say that the process lives, that the store answers, and how it goes", async () => {
    const orrery = await orreryForTest()
    await orrery.converse("Hello")
    expect(await ask(orrery, "/health")).toEqual({ status: 200, body: { alive: true } })
    expect(await ask(orrery, "/ready")).toEqual({ status: 200, body: { ready: true } })
    const { status, body } = await ask<Record<string, unknown>>(orrery, "/status")
    expect(status).toBe(200)
    expect(body).toMatchObject({ model: "scripted", offline: true, owed: 0, warnings: [] })
    expect(body["live"]).toMatchObject({ conversation: { active: 1 }, agent: { idle: 1 } })
  })

  it("say why it is not ready while the store is away, and live on", async () => {
    const { service } = new MemoryStore()
    const reason = "the disk is full: make room"
    const away = Layer.succeed(Store, {
      ...service,
      due: () => Effect.fail(new StoreUnavailable({ message: reason })),
    })
    const orrery = await orreryForTest(new World(), away)
    expect(await ask(orrery, "/ready")).toEqual({ status: 503, body: { message: reason } })
    expect((await ask(orrery, "/health")).status).toBe(200)
  })

  it("say that it is not ready while the store reads and does not write", async () => {
    const { service } = new MemoryStore()
    let [isFull, refused] = [true, 0]
    const disk = Layer.succeed(Store, {
      ...service,
      commit: (batch) =>
        Effect.suspend(() => {
          if (!isFull) return service.commit(batch)
          refused++
          return Effect.fail(new StoreUnavailable({ message: "the disk is full: make room" }))
        }),
    })
    const orrery = await orreryForTest(new World(), disk)
    const told = orrery.run(hears(message("Hello", { called: ["strategist"] })))
    await expect.poll(() => refused).toBeGreaterThan(1)
    expect(await ask(orrery, "/ready")).toMatchObject({ status: 503 })
    isFull = false
    await told
    expect(await ask(orrery, "/ready")).toMatchObject({ status: 200 })
  })
})

describe("the list of actors", () => {
  it("comes page by page, each with the states it is in", async () => {
    const orrery = await orreryForTest()
    await orrery.converse("Hello")
    const { body: pools } = await ask<ActorPage>(orrery, "/api/actors?kind=pool")
    expect(pools).toEqual({
      actors: [
        { address: "pool/0", seq: expect.any(Number), active: ["active", "active.serving"], trouble: null },
      ],
      next: null,
    })
    for (let n = 0; n < 3; n++)
      await orrery.run(hears(message("Hi", { channel: `30000000000000000${n + 2}`, called: ["writer"] })))
    const seen: Array<string> = []
    let after = ""
    do {
      const { body } = await ask<ActorPage>(orrery, `/api/actors?kind=conversation&limit=3${after}`)
      seen.push(...body.actors.map(({ address }) => address))
      after = body.next === null ? "" : `&after=${body.next}`
    } while (after !== "")
    expect(seen).toEqual([1, 2, 3, 4].map((n) => `conversation/30000000000000000${n}`))
  })

  it("is searched by a part of the id", async () => {
    const orrery = await orreryForTest()
    for (const id of ["300000000000000777", "300000000000000778", "300000000000000999"])
      await orrery.run(hears(message("Hi", { channel: id })))
    const found = async (query: string) => {
      const { body } = await ask<ActorPage>(orrery, `/api/actors?kind=conversation&find=${query}`)
      return body.actors.map(({ address }) => address)
    }
    expect(await found("77")).toEqual(["conversation/300000000000000777", "conversation/300000000000000778"])
    expect(await found("5")).toEqual([])
  })

  it("refuses a question that does not read, in a sentence", async () => {
    const orrery = await orreryForTest()
    for (const path of [
      "/api/actors",
      "/api/actors?kind=ghost",
      "/api/actors?kind=agent&limit=0",
      "/api/actors?kind=agent&limit=101",
      "/api/actors?kind=agent&after=agent",
      `/api/actors/${conversation}?words=loud`,
    ]) {
      const { status, body } = await ask<{ message: string }>(orrery, path)
      expect([path, status, typeof body.message]).toEqual([path, 400, "string"])
    }
  })
})

describe("an actor", () => {
  it("is its state, context, outbox and timers as committed, and nobody wakes it", async () => {
    const orrery = await orreryForTest()
    await orrery.converse("Hello")
    const { body } = await ask<ActorView>(orrery, `/api/actors/${conversation}`)
    expect(body).toMatchObject({
      address: conversation,
      machine: "conversation@2",
      value: { active: { working: { floor: "listening", answers: "quiet", attention: "attentive" } } },
      context: { channel, tally: { messages: 1, answered: 1, unrouted: 0 } },
      outbox: { total: 0, items: [] },
      epoch: 1,
    })
    expect(body.active).toContain("active.working.floor.listening")
    expect(body.timers.items).toEqual([
      expect.objectContaining({
        id: expect.stringContaining("xstate.after.quietTime"),
        due: expect.any(Number),
      }),
    ])
    expect((await ask<ActorView>(orrery, `/api/actors/${conversation}`)).body).toEqual(body)
  })

  it("shows what it owes", async () => {
    const orrery = await orreryForTest(new World({ think: () => Effect.never }))
    await orrery.run(hears(message("Think hard", { called: ["strategist"] })))
    await Effect.runPromise(until(() => orrery.world.prompts.length === 1))
    const { body: agents } = await ask<ActorPage>(orrery, "/api/actors?kind=agent")
    const { body } = await ask<ActorView>(orrery, `/api/actors/${agents.actors[0]!.address}`)
    expect(body.value).toMatchObject({ life: { active: "thinking" } })
    expect(body.outbox).toMatchObject({ total: 1, items: [{ effect: { type: "Think" } }] })
  })

  it("is not there when nothing was committed for it", async () => {
    const orrery = await orreryForTest()
    for (const path of ["agent/0-0009", "ghost/1", "agent/%20", "agent/0-0009/journal"]) {
      const { status, body } = await ask<{ message: string }>(orrery, `/api/actors/${path}`)
      expect([path, status]).toEqual([path, 404])
      expect(body.message).toMatch(/^There is no /)
    }
  })
})

describe("a journal", () => {
  it("is what was taken, with the transitions that the drawn chart knows and the state after each", async () => {
    const orrery = await orreryForTest()
    await orrery.converse("Hello")
    const { body } = await ask<JournalPage>(orrery, `/api/actors/${conversation}/journal`)
    const entries = body.entries as ReadonlyArray<JournalEntry>
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    expect(entries.map(({ event }) => (event as { type: string } | null)?.type)).toEqual(
      expect.arrayContaining(["MESSAGE", "CONNECTED", "ANSWERED"]),
    )
    expect(entries[0]).toMatchObject({
      id: expect.stringMatching(/^discord:/),
      machine: "conversation@2",
      edges: ["|MESSAGE|0", "available||0"],
      active: ["allocated", "allocated.connecting"],
    })
    const { body: actor } = await ask<ActorView>(orrery, `/api/actors/${conversation}`)
    expect(entries.at(-1)).toMatchObject({ seq: actor.seq, hash: actor.hash, active: actor.active })

    const svg = await (await fetch(`${orrery.origin}/statecharts/conversation.svg`)).text()
    for (const edge of entries.flatMap(({ edges }) => edges!)) expect(svg).toContain(`data-edge="${edge}"`)
  })

  it("is read from where one wants, as many entries as one wants", async () => {
    const orrery = await orreryForTest()
    await orrery.converse("Hello")
    const { body: all } = await ask<JournalPage>(orrery, `/api/actors/${conversation}/journal`)
    const { body: some } = await ask<JournalPage>(
      orrery,
      `/api/actors/${conversation}/journal?from=2&limit=2`,
    )
    expect(some.entries).toEqual(all.entries.slice(1, 3))
  })

  it("says of a long one's end what was taken, and not what it did", async () => {
    const store = new MemoryStore()
    const orrery = await orreryForTest(new World(), store.layer)
    await orrery.converse("Hello")
    const kept = store.actors.get(conversation as "conversation/1")!
    const last = JSON.parse(kept.journal.at(-1)!.body) as object
    for (let seq = kept.seq + 1; seq <= 1200; seq++)
      kept.journal.push({ seq, id: null, body: JSON.stringify({ ...last, seq }) })
    const { body } = await ask<JournalPage>(orrery, `/api/actors/${conversation}/journal?from=1190&limit=5`)
    expect(body.entries.map((entry) => [entry.seq, (entry as JournalEntry).edges])).toEqual(
      [1190, 1191, 1192, 1193, 1194].map((seq) => [seq, null]),
    )
  })

  it("and state that are broken are told where, and the rest is still shown", async () => {
    const store = new MemoryStore()
    const orrery = await orreryForTest(new World(), store.layer)
    await orrery.converse("Hello")
    const kept = store.actors.get(conversation as "conversation/1")!
    kept.journal[1] = { ...kept.journal[1]!, body: "no JSON" }
    kept.record = null
    kept.recordSeq = 0
    const actor = await ask<{ message: string }>(orrery, `/api/actors/${conversation}`)
    expect([actor.status, actor.body.message]).toEqual([
      500,
      expect.stringContaining(`${conversation} is broken at 2`),
    ])
    const { body } = await ask<JournalPage>(orrery, `/api/actors/${conversation}/journal?limit=3`)
    expect(body.entries).toEqual([
      expect.objectContaining({ seq: 1, edges: expect.any(Array) }),
      { seq: 2, trouble: expect.any(String) },
      expect.objectContaining({ seq: 3, edges: null }),
    ])
    const { body: page } = await ask<ActorPage>(orrery, "/api/actors?kind=conversation")
    expect(page.actors).toEqual([
      expect.objectContaining({ active: null, trouble: expect.stringContaining("broken at 2") }),
    ])
  })
})

describe("words", () => {
  const secret = "the merger closes on Friday"

  it("of people and agents are hidden everywhere unless they are asked for", async () => {
    const orrery = await orreryForTest()
    await orrery.converse(secret)
    const paths: Array<string> = []
    for (const kind of ["agent", "constellation", "conversation", "pool"]) {
      const { body } = await ask<ActorPage>(orrery, `/api/actors?kind=${kind}`)
      for (const { address } of body.actors)
        paths.push(`/api/actors/${address}?`, `/api/actors/${address}/journal?`)
    }
    const shown: Array<string> = []
    for (const path of paths) {
      const hidden = await (await fetch(`${orrery.origin}${path}`)).text()
      expect(hidden).not.toContain("merger")
      if ((await (await fetch(`${orrery.origin}${path}words=shown`)).text()).includes(secret))
        shown.push(path)
    }
    expect(shown).toEqual(
      expect.arrayContaining([
        `/api/actors/${conversation}?`,
        `/api/actors/${conversation}/journal?`,
        `/api/actors/constellation/${person.id}?`,
        "/api/actors/pool/0/journal?",
      ]),
    )
    const { body } = await ask<ActorView>(orrery, `/api/actors/${conversation}`)
    expect(body.context).toMatchObject({ recent: [{ author: "Ada", text: `•••(${secret.length})` }, {}] })
  })
})

describe("a stranger", () => {
  const status = ({ origin }: Orrery, headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      request(`${origin}/status`, { headers }, (response) => resolve(response.statusCode))
        .on("error", reject)
        .end()
    })

  it("is refused: another origin, or a foreign name for this machine", async () => {
    const orrery = await orreryForTest()
    expect(await status(orrery, {})).toBe(200)
    expect(await status(orrery, { origin: orrery.origin })).toBe(200)
    expect(await status(orrery, { origin: "https://evil.example" })).toBe(403)
    expect(await status(orrery, { host: "evil.example" })).toBe(403)
  })

  it("finds no way out of the served folders", async () => {
    const orrery = await orreryForTest()
    for (const path of [
      "/..%2Finspector.ts",
      "/shared/..%2F..%2Fpage-files.ts",
      "/statecharts/..%2Fpackage.json",
    ])
      expect([path, (await fetch(`${orrery.origin}${path}`)).status]).toEqual([path, 404])
  })

  it("meets a policy that lets nothing of another origin in", async () => {
    const orrery = await orreryForTest()
    for (const path of ["/status", "/statecharts/agent.svg", "/shared/tokens.css"]) {
      const { headers } = await fetch(`${orrery.origin}${path}`)
      expect(headers.get("content-security-policy")).toContain("default-src 'none'")
      expect(headers.get("x-content-type-options")).toBe("nosniff")
    }
  })
})
