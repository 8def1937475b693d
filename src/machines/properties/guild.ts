/** What is to hold of what a server has agreed on. */
import { haltedBy, type GuildContext } from "../team/guild.ts"
import { tells, type Properties } from "./property.ts"
import { ada, bob, channel, plan } from "./samples.ts"

const halted = { type: "HALTED", channel, by: ada, manages: false } as const

export const guild: Properties<GuildContext> = {
  comes: ({ context: { plans } }) => [
    { type: "DEFINE", plan: plan(`p${plans.length}`), by: ada },
    { type: "FORGET", name: `p${plans.length - 1}`, by: ada },
    { type: "BEGUN", work: "workflow/1", name: "post", channel, by: ada },
    { type: "BEGUN", work: "vote/2", name: "post", channel, by: bob },
    { type: "ENDED", work: "workflow/1" },
    halted,
  ],
  gist: ({ plans, works }) => [plans.length, works.map(({ work }) => work)],
  always: {
    "no workflow has the name of another": ({ context: { plans } }) =>
      new Set(plans.map(({ plan }) => plan.name)).size === plans.length,
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
