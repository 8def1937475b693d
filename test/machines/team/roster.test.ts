/** What is known of a team while it runs: how its agents stand, who has been told, what they have done. */
import { describe, expect, it } from "vitest"
import type { RosterContext } from "../../../src/machines/team/roster.ts"
import { Play } from "../support/play.ts"
import { ada, bob } from "../support/words.ts"

const roster = () => new Play<RosterContext>("roster", { id: "team" })
const missed = (successor: string | null, by = ada) =>
  ({
    type: "MISSED",
    missed: { brain: "writer", name: "Writer", successor },
    channel: "301",
    by,
  }) as const
const done = (more: object) => ({
  asked: 1,
  answered: 1,
  failed: 0,
  stopped: 0,
  input: 100,
  output: 20,
  cost: 0.5,
  unpriced: 0,
  last: 1000,
  ...more,
})

describe("the roster", () => {
  it("keeps how an operator has agents stand, and forgets it where the files say so, too", () => {
    const play = roster().tell({ type: "DISABLE", brain: "writer", by: ada })
    expect([play.state, play.context.said["writer"]]).toMatchObject([
      "thinned",
      { standing: "disabled", successor: null, by: ada },
    ])
    play.tell({ type: "DEPRECATE", brain: "writer", successor: "editor", by: null })
    expect(play.context.said["writer"]).toMatchObject({ standing: "deprecated", successor: "editor" })
    play.tell({ type: "ENABLE", brain: "poet", filed: false, by: ada })
    play.tell({ type: "ENABLE", brain: "writer", filed: true, by: ada })
    expect([play.state, Object.keys(play.context.said)]).toEqual(["changed", ["poet"]])
    expect(play.tell({ type: "ENABLE", brain: "poet", filed: true, by: ada }).state).toBe("filed")
  })

  it("tells each person once that another answers, and anew when that changes", () => {
    const play = roster().tell({ type: "DEPRECATE", brain: "writer", successor: "editor", by: ada })
    const texts = (by = ada) => play.tell(missed("Editor", by)).wants.map((effect) => effect.type)
    expect([texts(), texts(), texts(bob)]).toEqual([["Notice"], [], ["Notice"]])
    play.tell({ type: "DEPRECATE", brain: "writer", successor: "poet", by: ada })
    expect(play.tell(missed("Poet")).want("Notice").text).toBe(
      "Writer has retired: Poet answers in its place from now on.",
    )
  })

  it("says of one that is switched off each time that it does not answer", () => {
    const play = roster().tell(missed(null)).tell(missed(null))
    expect(play.want("Notice")).toMatchObject({
      channel: "301",
      text: "Writer is switched off at the moment and does not answer.",
    })
  })

  it("adds up what processes have counted", () => {
    const play = roster().tell({ type: "COUNTED", done: { writer: done({ last: 2000 }) } })
    play.tell({ type: "COUNTED", done: { writer: done({ answered: 0, failed: 1 }) } })
    expect(play.context.done["writer"]).toEqual(
      done({ asked: 2, failed: 1, input: 200, output: 40, cost: 1, last: 2000 }),
    )
  })
})
