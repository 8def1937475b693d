/** A run of a workflow: steps begin when those before them are over, people approve, a failure does what its step says. */
import { describe, expect, it } from "vitest"
import type { Event } from "../../../src/machines/events.ts"
import type { Plan, Step } from "../../../src/machines/team/plan.ts"
import type { Run } from "../../../src/machines/team/run.ts"
import { textOf } from "../../../src/machines/team/run-face.ts"
import { Play } from "../support/play.ts"
import { ada, bob, channel, guild, pressed } from "../support/words.ts"

const step = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  agent: { id: "writer", name: "Writer" },
  prompt: `${id} about {topic}`,
  after: [],
  onFailure: { then: "stop" },
  approval: false,
  timeout: 60_000,
  ...more,
})

const begin = (...steps: ReadonlyArray<Step>): Extract<Event, { type: "BEGIN" }> => ({
  type: "BEGIN",
  plan: { name: "post", steps } satisfies Plan,
  topic: "tea",
  by: ada,
  channel,
  guild,
})

const run = (...steps: ReadonlyArray<Step>) => new Play<Run>("workflow", { id: "900" }).tell(begin(...steps))

/** The turns that the last event asked for. */
const asked = (play: Play<Run>) =>
  play.wants.flatMap((effect) => (effect.type === "Allocate" ? [effect.turn] : []))

const turnOf = (play: Play<Run>, step: string): string => {
  const { attempt } = play.context.progress[step]!
  return `900.${step}.${attempt}.writer`
}

const says = (play: Play<Run>, step: string, text = `${step} is done`) =>
  play.tell({
    type: "ANSWERED",
    turn: turnOf(play, step),
    brain: "writer",
    text,
    messages: ["50"],
    calls: ["analyst"],
  })

const fails = (play: Play<Run>, step: string, reason = "the model is away") =>
  play.tell({ type: "UNANSWERED", turn: turnOf(play, step), reason })

const statuses = (play: Play<Run>) =>
  Object.fromEntries(Object.entries(play.context.progress).map(([id, { status }]) => [id, status]))

/** The board's lines of steps, without its head. */
const lines = (play: Play<Run>) => textOf(play.context).split("\n").slice(2)

describe("steps", () => {
  it("are asked one after the other, each with what those before it came to", () => {
    const play = run(step("plan"), step("draft", { after: ["plan"], prompt: "Write {topic}: {plan.output}" }))
    expect(asked(play)).toMatchObject([
      {
        id: "900.plan.1.writer",
        brain: "writer",
        conversation: "workflow/900",
        message: { id: "900", text: "plan about tea", author: ada, called: ["writer"] },
      },
    ])
    says(play, "plan", "three {topic} parts")
    expect(asked(play)).toMatchObject([
      { id: "900.draft.1.writer", message: { text: "Write tea: three {topic} parts" } },
    ])
    expect(play.state).toBe("running.working")
    says(play, "draft")
    expect(play.state).toBe("done")
  })

  it("run side by side when they do not wait for each other, three at once", () => {
    const play = run(...["a", "b", "c", "d"].map((id) => step(id)), step("e", { after: ["a", "d"] }))
    expect(asked(play).map(({ id }) => id)).toEqual(["900.a.1.writer", "900.b.1.writer", "900.c.1.writer"])
    says(play, "b")
    expect(asked(play).map(({ id }) => id)).toEqual(["900.d.1.writer"])
    says(play, "a")
    expect(asked(play)).toEqual([])
    says(play, "d")
    expect(asked(play).map(({ id }) => id)).toEqual(["900.e.1.writer"])
  })

  it("are told to the channel's conversation as lines that call nobody", () => {
    const play = says(run(step("a")), "a")
    expect(play.wants).toContainEqual({
      type: "Tell",
      to: `conversation/${channel}`,
      event: {
        type: "ANSWERED",
        turn: "900.a.1.writer",
        brain: "writer",
        text: "a is done",
        messages: ["50"],
        calls: [],
      },
    })
  })

  it("hear nothing of turns that are not theirs", () => {
    const play = run(step("a"))
    play.tell({
      type: "ANSWERED",
      turn: "900.a.2.writer",
      brain: "writer",
      text: "x",
      messages: [],
      calls: [],
    })
    play.tell({ type: "UNANSWERED", turn: "901.a.1.writer", reason: "x" })
    expect(statuses(play)).toEqual({ a: "asked" })
  })

  it("keep a bounded part of what they came to", () => {
    const play = says(run(step("a"), step("b", { after: ["a"] })), "a", "long ".repeat(2000))
    expect(play.context.progress["a"]!.output).toHaveLength(4000)
  })
})

describe("a failure", () => {
  it("ends the run, and gives up what is under way", () => {
    const play = run(step("a"), step("b"))
    fails(play, "a")
    expect(play.state).toBe("failed")
    expect(play.want("Release").turns.map(({ id }) => id)).toEqual(["900.b.1.writer"])
    expect(lines(play)).toEqual([
      "❌ **a** · Writer · the model is away",
      "⏹️ **b** · Writer · given up",
      "Ended after 0 s: what failed was not to be passed over.",
    ])
  })

  it("is tried again after a while, as often as the step says", () => {
    const play = run(step("a", { onFailure: { then: "retry", times: 1 } }))
    fails(play, "a")
    expect(asked(play)).toEqual([])
    expect(lines(play)).toEqual(["⚠️ **a** · Writer · the model is away; attempt 2 soon"])
    play.pass(5000)
    expect(asked(play).map(({ id }) => id)).toEqual(["900.a.2.writer"])
    fails(play, "a")
    expect(play.state).toBe("failed")
  })

  it("is passed over where the step says so, and what is after goes on without", () => {
    const play = run(
      step("a", { onFailure: { then: "skip" } }),
      step("b", { after: ["a"], prompt: "Use {a.output}" }),
    )
    fails(play, "a")
    expect(asked(play)[0]!.message.text).toBe("Use (skipped)")
    says(play, "b")
    expect(play.state).toBe("done")
  })

  it("is an agent that takes too long, whose turn is given up", () => {
    const play = run(step("a", { onFailure: { then: "skip" } }), step("b", { timeout: 90_000 }))
    play.pass(60_000)
    expect(play.wants).toContainEqual(
      expect.objectContaining({
        type: "Release",
        turns: [expect.objectContaining({ id: "900.a.1.writer" })],
      }),
    )
    expect(statuses(play)).toEqual({ a: "skipped", b: "asked" })
    play.pass(30_000)
    expect(play.state).toBe("failed")
  })

  it("comes at its time over a restart, too", () => {
    const play = run(step("a")).pass(50_000).restart().pass(10_000)
    expect(play.state).toBe("failed")
  })
})

describe("approval", () => {
  const signed = () => run(step("draft", { approval: true }), step("post", { after: ["draft"] }))

  it("holds what is after until who began the run approves", () => {
    const play = says(signed(), "draft")
    expect(play.state).toBe("running.approving")
    expect(asked(play)).toEqual([])
    play.tell(pressed("approve-0"))
    expect(asked(play).map(({ id }) => id)).toEqual(["900.post.1.writer"])
    expect(lines(play)[0]).toBe("✅ **draft** · Writer · approved by **Ada**")
  })

  it("is for who began the run, or manages messages in that channel", () => {
    const play = says(signed(), "draft")
    play.tell(pressed("approve-0", bob))
    play.tell({ ...pressed("approve-0", bob, true), channel: "999" } as Event)
    play.tell(pressed("approve-1"))
    play.tell(pressed("approve-77"))
    expect(play.state).toBe("running.approving")
    play.tell(pressed("approve-0", bob, true))
    expect(statuses(play)).toEqual({ draft: "done", post: "asked" })
  })

  it("that is refused is a failure of the step", () => {
    const play = says(signed(), "draft").tell(pressed("reject-0"))
    expect(play.state).toBe("failed")
    expect(lines(play)[0]).toBe("❌ **draft** · Writer · rejected by Ada")
  })

  it("can be all that a step is", () => {
    const play = run(
      step("draft"),
      step("ready", { agent: null, after: ["draft"], approval: true, prompt: "Is {topic} ready?" }),
    )
    says(play, "draft")
    expect(lines(play)[1]).toBe("⏸️ **ready** · Is tea ready? **Ada** decides, or who may manage messages")
    expect(play.tell(pressed("approve-1")).state).toBe("done")
  })

  it("is waited for a week", () => {
    const play = says(signed(), "draft").pass(7 * 24 * 3_600_000 - 1)
    expect(play.state).toBe("running.approving")
    expect(play.pass(1).state).toBe("failed")
  })
})

describe("a run", () => {
  it("is stopped by its button, by who may, and gives up what is under way", () => {
    const play = run(step("a")).tell(pressed("stop", bob))
    expect(play.state).toBe("running.working")
    play.tell(pressed("stop"))
    expect(play.state).toBe("stopped")
    expect(play.want("Release").turns).toHaveLength(1)
    expect(lines(play).at(-1)).toBe("🛑 Stopped by **Ada** after 0 s.")
  })

  it("tells its server that it has begun, and that it has ended", () => {
    const play = run(step("a"))
    expect(play.told).toEqual(["constellation/101 ALLOCATE", `guild/${guild} BEGUN`])
    says(play, "a")
    expect(play.told).toContain(`guild/${guild} ENDED`)
  })

  it("shows one message, whose steps tick off, and takes its buttons away at the end", () => {
    const play = run(step("a"), step("b", { after: ["a"], approval: true }))
    const first = play.want("Show")
    expect(first).toMatchObject({ channel, message: null, buttons: [{ id: "stop" }] })
    expect(first.text).toBe("**post**: tea\n-# begun by Ada\n⏳ **a** · Writer · at work\n⬜ **b** · Writer")
    play.settle("Show", { type: "SHOWN", message: "60" })
    says(says(play, "a"), "b")
    expect(play.owed).not.toContain("Show")
    play.pass(1000)
    expect(play.want("Show")).toMatchObject({
      message: "60",
      buttons: [{ id: "approve-1" }, { id: "reject-1" }, { id: "stop" }],
    })
    play.settle("Show", { type: "SHOWN", message: "60" }).tell(pressed("approve-1")).pass(1000)
    expect(play.want("Show").buttons).toEqual([])
    expect(play.want("Show").text).toMatch(/Done in 1 s\.$/)
  })
})
