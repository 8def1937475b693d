/** What is to hold of a constellation. */
import type { ConstellationContext } from "../constellation/constellation.ts"
import { isIn, type Properties } from "./property.ts"
import { ada, paidOrNot, template } from "./samples.ts"

export const constellation: Properties<ConstellationContext> = {
  comes: ({ context }) => [
    ...paidOrNot(context.purchase),
    { type: "ALLOCATE", user: ada },
    { type: "NEED", brain: "analyst" },
    { type: "APPLY", template },
    { type: "ADD", brain: "critic" },
    { type: "REMOVE", brain: "writer" },
    { type: "RENAME", brain: "analyst", name: "Ann" },
    { type: "RESET", template },
    { type: "RELEASE" },
    { type: "REMEMBER", user: ada, brain: "writer", turn: "1.writer", asked: "?", answered: "!" },
  ],
  gist: ({ attempts, agents, later, own, took, digesting, purchase }) => [
    digesting && [purchase?.granted.length, purchase?.refused],
    attempts,
    agents,
    later,
    own,
    Object.keys(took).toSorted(),
  ],
  always: {
    "no agent is there twice": ({ context: { agents } }) => new Set(agents).size === agents.length,
    "who is there is not made later": ({ context: { agents, later } }) =>
      later.every((brain) => !agents.includes(brain)),
    "nothing is set aside for a digest but while one is made": ({ context: { digesting, purchase } }) =>
      digesting !== null || purchase === null,
    "no block holds more than its limit": ({ context: { memory } }) =>
      memory.every(({ value, limit }) => value.length <= limit),
  },
  atRest: {
    "its parts are made, or are not wanted": (moment) => !isIn(moment, "allocated"),
  },
  heard: [],
}
