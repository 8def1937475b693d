/** A user's constellation: made side by side when it is first needed, asleep when it is not. */
import { describe, expect, it } from "vitest"
import type { ConstellationContext } from "../../../src/machines/constellation/constellation.ts"
import type { Event } from "../../../src/machines/events.ts"
import { blocksOf } from "../../../src/machines/constellation/layout.ts"
import { template } from "../../support/template.ts"
import { Play } from "../support/play.ts"
import { ada, fail } from "../support/words.ts"

const agents: Event = {
  type: "AGENTS_READY",
  template,
  agents: ["writer"],
  later: ["analyst", "strategist"],
}
const memory: Event = { type: "MEMORY_READY", blocks: blocksOf(template.memory, ["writer"]) }
const groups: Event = { type: "GROUPS_READY", groups: template.groups }
const remember = (n = 1, brain = "writer"): Event => ({
  type: "REMEMBER",
  user: ada,
  brain,
  turn: `${n}.${brain}`,
  asked: `question ${n}`,
  answered: `answer ${n}`,
})

const constellation = () => new Play<ConstellationContext>("constellation", { id: ada.id })
const creating = () => constellation().tell({ type: "ALLOCATE", user: ada })
const made = (play: Play<ConstellationContext>) => play.tell(agents).tell(memory).tell(groups)
const active = () => made(creating())
const parts = (play: Play<ConstellationContext>) =>
  play.wants.map((effect) => (effect.type === "Provision" ? effect.part : effect.type))

describe("a constellation", () => {
  it("goes from available over allocated, active, idle and released back to available", () => {
    const play = creating()
    expect(play.state).toBe("allocated.creating")
    expect(made(play).state).toBe("active")
    expect(play.context).toMatchObject({ user: ada, agents: ["writer"], groups: template.groups })
    expect(play.pass(10 * 60_000).state).toBe("idle")
    expect([play.pass(60 * 60_000).state, play.wanted]).toEqual(["released", ["Disconnect"]])
    expect(play.settle("Disconnect", { type: "DISCONNECTED" }).state).toBe("available.hibernating")
  })

  it("keeps the user it knows when it is told an ALLOCATE that brings none", () => {
    const { context } = constellation().tell({ type: "ALLOCATE" })
    expect(context.user.id).toBe(ada.id)
    expect(JSON.parse(JSON.stringify(context))).toStrictEqual(context)
  })

  it("makes its parts side by side, and is active when all are there, in whatever order", () => {
    expect(parts(creating())).toEqual(["agents", "memory", "groups"])
    for (const order of [
      [agents, memory, groups],
      [groups, agents, memory],
      [memory, groups, agents],
    ]) {
      const play = creating()
      for (const [n, part] of order.entries()) {
        expect(play.state).toBe("allocated.creating")
        play.tell(part)
        if (n < 2) expect(play.tell(part).state).toBe("allocated.creating")
      }
      expect(play.state).toBe("active")
    }
  })

  it("tries three times to make them, longer apart each time, and gives up then", () => {
    const play = creating()
    for (const delay of [1000, 2000]) {
      play.tell(agents).settle("Provision", fail("no room", true))
      expect([play.state, play.owed]).toEqual(["allocated.retrying", []])
      play.pass(delay - 1)
      expect(play.state).toBe("allocated.retrying")
      expect(parts(play.pass(1))).toEqual(["agents", "memory", "groups"])
    }
    play.settle("Provision", fail("no room", true))
    expect([play.state, play.context.attempts]).toEqual(["released", 0])
  })

  it("does not try again when it would not help", () => {
    const play = creating().settle("Provision", fail("no room", false))
    expect([play.state, play.owed]).toEqual(["released", ["Disconnect"]])
  })

  it("does not mind a part that comes while it waits to try again", () => {
    const play = creating().settle("Provision", fail("no room", true)).tell(agents)
    expect(play.state).toBe("allocated.retrying")
    expect(made(play.pass(1000)).state).toBe("active")
  })

  it("remembers what its user was answered, in every state, in the session with each agent", () => {
    const states = new Set<string>()
    const play = constellation()
    const note = (n: number) => {
      states.add(play.state)
      const before = play.context.sessions["writer"]?.length ?? 0
      play.tell(remember(n))
      expect(play.context.sessions["writer"]).toHaveLength(before + 1)
    }
    note(1)
    note(2)
    play.settle("Provision", fail("no room", true))
    note(3)
    made(play.pass(1000))
    note(4)
    play.pass(10 * 60_000)
    note(5)
    play.tell({ type: "RELEASE" })
    note(6)
    expect([...states]).toEqual([
      "available.unmade",
      "allocated.creating",
      "allocated.retrying",
      "active",
      "idle",
      "released",
    ])
    play.tell(remember(1, "analyst"))
    expect(Object.keys(play.context.sessions)).toEqual(["writer", "analyst"])
  })

  it("remembers what an agent with any name said", () => {
    for (const brain of ["constructor", "__proto__", "toString"]) {
      const play = active().tell(remember(1, brain)).restart().tell(remember(2, brain)).restart()
      expect(Object.entries(play.context.sessions).map(([id, { length }]) => [id, length])).toEqual([
        [brain, 2],
      ])
    }
  })

  it("stays active while its user speaks, and wakes for them from idle", () => {
    const play = active()
    for (let n = 0; n < 5; n++) expect(play.pass(9 * 60_000).tell(remember(n)).state).toBe("active")
    expect(play.pass(10 * 60_000).state).toBe("idle")
    expect(play.tell({ type: "ALLOCATE", user: ada }).state).toBe("active")
    expect(play.pass(10 * 60_000).tell(remember()).state).toBe("active")
  })

  it("keeps what it holds while it hibernates, and is there at once with the next event", () => {
    const play = active()
      .tell(remember())
      .tell({ type: "RELEASE" })
      .settle("Disconnect", { type: "DISCONNECTED" })
    expect([play.state, play.asleep]).toEqual(["available.hibernating", true])
    const held = play.context
    play.tell({ type: "ALLOCATE", user: { ...ada, name: "Ada L." } })
    expect([play.state, play.asleep, play.owed]).toEqual(["active", false, []])
    expect(play.context).toEqual({ ...held, user: { ...ada, name: "Ada L." } })
  })

  it("hibernates on when its template or what is its user's own changes", () => {
    const play = active().tell({ type: "RELEASE" }).settle("Disconnect", { type: "DISCONNECTED" })
    play.tell({ type: "REMOVE", brain: "analyst" }).tell({ type: "APPLY", template })
    expect([play.state, play.context.later]).toEqual(["available.hibernating", ["strategist"]])
  })

  it("goes on when it is needed while it falls asleep", () => {
    const play = active().tell({ type: "RELEASE" }).tell({ type: "ALLOCATE", user: ada })
    expect([play.state, play.owed]).toEqual(["active", []])
  })

  it("is made again when it could not be, and says why it could not", () => {
    const play = creating().settle("Provision", fail("there is no template x any more", false))
    play.settle("Disconnect", { type: "DISCONNECTED" })
    expect([play.state, play.context.trouble]).toEqual([
      "available.unmade",
      "there is no template x any more",
    ])
    expect(made(play.tell({ type: "ALLOCATE", user: ada })).state).toBe("active")
    expect(play.context.trouble).toBeNull()
  })

  it("knows how long each of its parts took", () => {
    const play = creating().tell(agents)
    play.now += 30
    play.tell(memory)
    play.now += 12
    expect(play.tell(groups).context.took).toEqual({ agents: 0, memory: 30, groups: 42 })
  })

  it("makes of a newcomer's agents the core, and the others with their memory when they are first needed", () => {
    const play = active()
    expect(play.context).toMatchObject({ agents: ["writer"], later: ["analyst", "strategist"] })
    play.tell({ type: "NEED", brain: "analyst" }).tell({ type: "NEED", brain: "analyst" })
    play.tell({ type: "NEED", brain: "nobody" })
    expect(play.context).toMatchObject({ agents: ["writer", "analyst"], later: ["strategist"] })
    play.tell(remember(1, "strategist"))
    expect(play.context).toMatchObject({ agents: ["writer", "analyst", "strategist"], later: [] })
    expect(play.context.memory.map(({ label, agent }) => [label, agent])).toEqual([
      ["user", null],
      ["notes", "writer"],
      ["notes", "analyst"],
      ["notes", "strategist"],
    ])
  })

  it("makes all of a partner's, also of who becomes one", () => {
    const [effect] = constellation().tell({ type: "ALLOCATE", user: ada, template: "x", whole: true }).wants
    expect(effect).toEqual({ type: "Provision", part: "agents", template: "x", whole: true })
    const play = active().tell({ type: "ALLOCATE", user: ada, template: "x", whole: true })
    expect(play.context).toMatchObject({ agents: template.agents, later: [], from: "x" })
  })

  it("goes on after a restart in any state", () => {
    const play = creating().restart().tell(agents).restart().tell(memory).restart().tell(groups).restart()
    expect(play.state).toBe("active")
    expect(
      play
        .pass(10 * 60_000)
        .restart()
        .pass(60 * 60_000)
        .restart().state,
    ).toBe("released")
  })
})
