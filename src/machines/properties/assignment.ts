/** What is to hold of an assignment. */
import { turnOf, type Errand } from "../team/errand.ts"
import type { Properties } from "./property.ts"
import { ada, answered, channel, guild, paidBy, paidOrNot, pressed, unanswered } from "./samples.ts"
import { ends, stop, stops } from "./work.ts"

const writer = { id: "writer", name: "Writer" }
const analyst = { id: "analyst", name: "Analyst" }
const assign = (agent: typeof writer | null) =>
  ({
    type: "ASSIGN",
    task: "Write it up",
    agent,
    agents: [analyst, writer],
    by: ada,
    channel,
    guild,
  }) as const

export const assignment: Properties<Errand> = {
  comes: ({ context }) => [
    assign(writer),
    assign(null),
    { type: "ROUTED", message: context.id, responders: ["analyst"], reason: "numbers", ms: 1 },
    { type: "ROUTED", message: context.id, responders: [], reason: "nobody knows it", ms: 1 },
    ...(context.agent === null ? [] : [answered(turnOf(context), "Done."), unanswered(turnOf(context))]),
    ...paidOrNot(context.purchase),
    pressed("stop"),
    stop,
  ],
  gist: ({ agent, report, reason, board, purchase }) => [
    paidBy(purchase),
    agent?.id,
    report === null,
    reason,
    board.stale,
    board.message === null,
  ],
  always: {
    "it has ended with a report, or with a reason for there being none, or by somebody's STOP": ({
      context: { ended, report, reason, stoppedBy },
    }) => (ended === null) === (report === null && reason === null && stoppedBy === null),
  },
  atRest: ends,
  heard: [stops],
}
