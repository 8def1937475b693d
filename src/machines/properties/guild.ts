/** What is to hold of what a server has agreed on. */
import { haltedBy, type GuildContext } from "../team/guild.ts"
import { tells, type Properties } from "./property.ts"
import { ada, bob, channel, laidDown, plan } from "./samples.ts"

const listed = {
  type: "SCHEDULED",
  schedule: "schedule/1",
  said: "every 1 h",
  zone: "UTC",
  agent: null,
  prompt: "What is new?",
  channel,
  by: ada,
  due: null,
  paused: false,
} as const

const halted = { type: "HALTED", channel, by: ada, manages: false } as const

export const guild: Properties<GuildContext> = {
  comes: ({ context: { plans } }) => [
    { type: "DEFINE", plan: plan(`p${plans.length}`), by: ada },
    { type: "FORGET", name: `p${plans.length - 1}`, by: ada },
    { type: "BEGUN", work: "workflow/1", name: "post", channel, by: ada },
    { type: "BEGUN", work: "vote/2", name: "post", channel, by: bob },
    { type: "ENDED", work: "workflow/1" },
    halted,
    { type: "DEFINE", plan: plan("p0"), by: bob },
    listed,
    { type: "UNSCHEDULED", schedule: listed.schedule },
    { type: "RULE", ...laidDown },
    { type: "REPEAL", ...laidDown },
  ],
  gist: ({ plans, works, schedules, rulings = [] }) => [
    plans.length,
    works.map(({ work }) => work),
    schedules.length,
    rulings.length,
  ],
  always: {
    "no workflow has the name of another": ({ context: { plans } }) =>
      new Set(plans.map(({ plan }) => plan.name)).size === plans.length,
    "no schedule is listed twice, and nothing is laid down twice of the same calls": ({
      context: { schedules, rulings = [] },
    }) => schedules.length <= 1 && rulings.length <= 1,
    "no work is listed twice": ({ context: { works } }) =>
      new Set(works.map(({ work }) => work)).size === works.length,
  },
  heard: [
    {
      name: "STOP in a channel",
      when: ({ context }) => haltedBy(context.works, halted).length > 0,
      event: () => halted,
      then: (_, before, asks) =>
        haltedBy(before.context.works, halted).every(({ work }) => tells(asks, "STOP", work)),
    },
  ],
}
