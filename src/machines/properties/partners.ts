/** What is to hold of the list of partners. */
import { partnersAtMost, type PartnersContext } from "../constellation/partners.ts"
import { tells, type Properties } from "./property.ts"
import { ada, bob, guild } from "./samples.ts"

const enlist = (user: typeof ada) => ({ type: "ENLIST", user, template: null, by: bob, guild }) as const
const many = Array.from({ length: partnersAtMost - 1 }, (_, n) =>
  enlist({ id: String(9000 + n), name: "one of many" }),
)

export const partners: Properties<PartnersContext> = {
  comes: ({ context }) => [
    enlist(ada),
    enlist(bob),
    { ...enlist(ada), template: "large" },
    ...Object.keys(context.partners)
      .slice(-2)
      .map((user) => ({ type: "DISMISS", user, by: bob }) as const),
  ],
  gist: ({ partners }) => {
    const count = Object.keys(partners).length
    const nearFull = partnersAtMost - count < 3 ? partnersAtMost - count : null
    return [Math.min(count, 3), nearFull, partners[ada.id]?.template, partners[bob.id] === undefined]
  },
  always: {
    "there are no more than may be": ({ context }) => Object.keys(context.partners).length <= partnersAtMost,
    "everybody stands under their own id": ({ context }) =>
      Object.entries(context.partners).every(([id, { user }]) => user.id === id),
  },
  heard: [
    {
      name: "ENLIST of somebody who is in the list",
      when: ({ context }) => context.partners[ada.id] !== undefined,
      event: () => enlist(ada),
      then: ({ context }, before, asks) =>
        context.partners[ada.id]!.at === before.context.partners[ada.id]!.at &&
        tells(asks, "ALLOCATE", `constellation/${ada.id}`),
    },
  ],
  begun: [many],
}
