/** What a server has agreed on: whose work a STOP in one of its channels ends, and which schedules there are. */
import { describe, expect, it } from "vitest"
import { schedulesAtMost, type GuildContext } from "../../../src/machines/team/guild.ts"
import { Play } from "../support/play.ts"
import { ada, bob } from "../support/words.ts"

const busy = () =>
  new Play<GuildContext>("guild", { id: "201" })
    .tell({ type: "BEGUN", work: "vote/1", name: "Tea?", channel: "301", by: ada })
    .tell({ type: "BEGUN", work: "debate/2", name: "Tea!", channel: "301", by: bob })
    .tell({ type: "BEGUN", work: "workflow/3", name: "post", channel: "302", by: ada })

describe("a STOP in a channel", () => {
  it("ends the work of who says it there, and nobody else's", () => {
    expect(busy().tell({ type: "HALTED", channel: "301", by: ada, manages: false }).told).toEqual([
      "vote/1 STOP",
    ])
  })

  it("ends everybody's there when who says it manages messages", () => {
    const play = busy().tell({ type: "HALTED", channel: "301", by: ada, manages: true })
    expect(play.told).toEqual(["vote/1 STOP", "debate/2 STOP"])
    expect(play.want("Tell").event).toEqual({ type: "STOP", by: ada })
  })

  it("ends nothing that has ended", () => {
    const play = busy().tell({ type: "ENDED", work: "vote/1" })
    expect(play.tell({ type: "HALTED", channel: "301", by: ada, manages: false }).told).toEqual([])
  })
})

describe("the schedules of a server", () => {
  it("are listed as long as they run, even when more were made at once than there may be", () => {
    const play = new Play<GuildContext>("guild", { id: "201" })
    const made = Array.from({ length: schedulesAtMost + 2 }, (_, n) => `schedule/${n}` as const)
    for (const schedule of made)
      play.tell({
        type: "SCHEDULED",
        schedule,
        said: "every day",
        zone: "UTC",
        agent: null,
        prompt: "news",
        channel: "301",
        by: ada,
        due: 1,
        paused: false,
      })
    expect(play.context.schedules.map(({ schedule }) => schedule)).toEqual(made)
    play.tell({ type: "UNSCHEDULED", schedule: made[0]! })
    expect(play.context.schedules).toHaveLength(schedulesAtMost + 1)
  })
})
