/** What votes, debates, workflows and schedules have in common: STOP ends them, wherever it is heard. */
import { isIn, type Heard, type Moment } from "./property.ts"
import { bob } from "./samples.ts"

export const stop = { type: "STOP", by: bob } as const

export const stops: Heard<unknown> = {
  name: "STOP",
  when: (before) => !isIn(before, "available") && !before.has("ended"),
  event: () => stop,
  then: (after) => after.has("ended"),
}

export const ends = {
  "what was begun comes to an end, though nobody answers": (moment: Moment<unknown>) =>
    isIn(moment, "available") || moment.has("ended"),
}
