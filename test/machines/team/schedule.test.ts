/** A schedule: asks at its times as its maker, and makes up for what it missed as it says. */
import { describe, expect, it } from "vitest"
import { saidAt } from "../../../src/machines/values.ts"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import type { Schedule } from "../../../src/machines/team/diary.ts"
import type { MissedRuns, Timetable } from "../../../src/machines/team/timetable.ts"
import { Play, start } from "../support/play.ts"
import { ada, bob, channel, guild, heard, timetable } from "../support/words.ts"

const hour = 3_600_000
const id = "1100000000000000920"

/** Whoever looks finds that its maker may write where it asks. */
class LetIn extends Play<Schedule> {
  #look(): void {
    if (!this.owed.includes("Check")) return
    const { wants } = this
    this.settle("Check", { type: "CHECKED", barred: null })
    this.wants = [...wants, ...this.wants]
  }

  override pass(ms: number): this {
    super.pass(ms).#look()
    return this
  }

  override sleep(ms: number): this {
    super.sleep(ms).#look()
    return this
  }
}

/** Due in an hour. */
const made = (more: Partial<Timetable> = {}, play: Play<Schedule> = new LetIn("schedule", { id })) =>
  play.tell({ type: "CREATE", timetable: timetable(more) }).settle("Due", { type: "DUE", next: start + hour })

/** The calendar is asked, and answers with the hour after. */
const next = (play: Play<Schedule>) => {
  const { after } = play.want("Due")
  return play.settle("Due", { type: "DUE", next: after + hour })
}

const asks = (play: Play<Schedule>) =>
  play.wants.flatMap((effect) =>
    effect.type === "Tell" && effect.event.type === "MESSAGE" ? [effect.event.message] : [],
  )

/** Nobody runs for so long; then what fell due fires. */
const away = (play: Play<Schedule>, ms: number) => play.sleep(ms)

describe("a schedule", () => {
  it("asks the calendar first, and is listed by its server", () => {
    const play = new Play<Schedule>("schedule", { id }).tell({ type: "CREATE", timetable: timetable() })
    expect(play.want("Due")).toMatchObject({ when: { type: "every", ms: hour }, zone: "UTC", after: start })
    play.settle("Due", { type: "DUE", next: start + hour })
    expect(play.want("Tell")).toMatchObject({
      to: `guild/${guild}`,
      event: { type: "SCHEDULED", schedule: `schedule/${id}`, due: start + hour, paused: false },
    })
  })

  it("asks as its maker when it is due, says so in the channel, and looks for the next time", () => {
    const play = made().pass(hour)
    const [message] = asks(play)
    expect(message).toMatchObject({ channel, guild, author: ada, text: "What is new?", called: ["writer"] })
    expect(saidAt(message!.id)).toBe(start + hour - 5000)
    expect(play.want("Notice").text).toBe(
      "⏰ Scheduled by **Ada** (every 1 h), for **Writer**:\n> What is new?",
    )
    expect(play.want("Due").after).toBe(start + hour)
    expect(asks(next(play).pass(hour))[0]!.id).not.toBe(message!.id)
  })

  it("asks the team when it names nobody", () => {
    expect(asks(made({ agent: null }).pass(hour))).toMatchObject([{ called: [], toTeam: true }])
  })

  it("goes on over a restart", () => {
    const play = made()
      .pass(hour / 2)
      .restart()
      .pass(hour / 2)
    expect(asks(play)).toHaveLength(1)
  })

  it("is paused, and what would have been due meanwhile is not missed", () => {
    const play = made().tell({ type: "PAUSE", by: bob })
    expect(play.want("Tell").event).toMatchObject({ type: "SCHEDULED", paused: true, due: null })
    play.pass(5 * hour)
    expect(play.state).toBe("paused")
    play.tell({ type: "RESUME", by: bob })
    expect(play.want("Due").after).toBe(start + 5 * hour)
  })

  it("is deleted, and asks no more", () => {
    const play = made().tell({ type: "STOP", by: bob })
    expect(play.told).toEqual([`guild/${guild} UNSCHEDULED`])
    expect(play.books.timers.size).toBe(0)
  })

  it("ends when there is no next time", () => {
    const play = made({ when: { type: "once", at: "2026-12-24 18:00" } }).pass(hour)
    play.settle("Due", { type: "DUE", next: null })
    expect(play.state).toBe("finished")
    expect(play.told).toEqual([`guild/${guild} UNSCHEDULED`])
  })
})

describe("what was missed, when nobody ran for five hours and a half,", () => {
  const returned = (missed: MissedRuns) => away(made({ missed }), 5.5 * hour)

  it("is passed over", () => {
    const play = returned("skip")
    expect(asks(play)).toEqual([])
    expect(play.want("Due").after).toBe(start + 5 * hour)
  })

  it("is made up for once, and the channel reads for when", () => {
    const play = returned("once")
    expect(asks(play)).toHaveLength(1)
    expect(play.want("Notice").text).toContain(`missed <t:${(start + hour) / 1000}:f>`)
    expect(play.want("Due").after).toBe(start + 5 * hour)
  })

  it("is made up for each time, a minute apart", () => {
    const play = returned("all")
    let made = 0
    while (asks(play).length > 0) {
      made++
      next(play).pass(60_000)
    }
    expect(made).toBe(5)
    expect(play.context.due).toBe(start + 6 * hour)
  })

  it("is made up for five times at most", () => {
    const play = away(made({ missed: "all" }), 100.5 * hour)
    let runs = 0
    while (asks(play).length > 0) {
      runs++
      next(play).pass(60_000)
    }
    expect(runs).toBe(5)
    next(play)
    expect(play.context.due).toBe(start + 101 * hour)
  })

  it("is not what is a little late", () => {
    expect(asks(away(made({ missed: "skip" }), hour + 59_000))).toHaveLength(1)
  })
})

describe("before it asks", () => {
  const due = (more: Partial<Timetable> = {}) => made(more, new Play("schedule", { id })).pass(hour)

  it("looks whether its maker may still write there", () => {
    const play = due()
    expect([play.state, play.wanted]).toEqual(["checking", ["Check"]])
    expect(play.want("Check")).toMatchObject({ by: ada, guild, channel })
    play.settle("Check", { type: "CHECKED", barred: null })
    expect(asks(play)).toHaveLength(1)
  })

  it("looks only whether they are a member, for somebody else's direct messages", () => {
    const play = due({ channel: "302", guild: null, home: guild, to: bob })
    expect(play.want("Check")).toMatchObject({ by: ada, guild, channel: null })
  })

  it("looks nowhere for its maker's own", () => {
    expect(asks(due({ channel: "302", guild: null }))).toHaveLength(1)
  })

  it("is paused, asks nothing, and is listed so, when they may not", () => {
    const play = due().settle("Check", {
      type: "CHECKED",
      barred: "Ada may not write in that channel any more",
    })
    expect([play.state, asks(play), play.context.runs]).toEqual(["paused", [], 0])
    expect(play.context.barred).toBe("Ada may not write in that channel any more")
    expect(play.want("Tell").event).toMatchObject({
      type: "SCHEDULED",
      paused: true,
      barred: "Ada may not write in that channel any more",
    })
    expect(play.tell({ type: "RESUME", by: ada }).context).toMatchObject({ paused: false, barred: null })
  })
})

describe("what a schedule asks", () => {
  const conversation = () => {
    const play = new Play<Floor>("conversation", { id: channel })
    play.tell(heard({ called: [], matched: ["writer"], text: "a draft" }))
    play.settle("Connect", { type: "CONNECTED", recent: [] })
    return play
  }

  it("neither takes the place of what its maker said nor goes into it, nor the other way round", () => {
    const play = conversation()
    const [question] = asks(due())
    play.tell({ type: "MESSAGE", message: question! })
    expect(play.wanted).not.toContain("Release")
    play.tell(heard({ called: ["writer"], text: "and shorter" }))
    const texts = [...Object.values(play.context.underWay), ...play.context.waiting].map(
      ({ message }) => message.text,
    )
    expect(texts).toContain("What is new?")
    expect(texts.filter((text) => text.includes("What is new?"))).toEqual(["What is new?"])
  })

  const due = () => made({}, new LetIn("schedule", { id })).pass(hour)
})
