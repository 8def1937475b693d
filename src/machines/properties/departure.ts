/** What is to hold of somebody's departure. */
import { roundsAtMost, type DepartureContext } from "../departure/departure.ts"
import { confirm, decline } from "../departure/events.ts"
import { isIn, type Properties } from "./property.ts"
import { ada, bob, pressed } from "./samples.ts"

const known = { names: ["Ada"], messages: ["40000"], texts: ["hello"] }

export const departure: Properties<DepartureContext> = {
  comes: ({ context }) =>
    context.by === null
      ? [{ type: "ASK", by: ada }, pressed(confirm)]
      : [
          { type: "ASK", by: bob },
          pressed(confirm),
          pressed(confirm, bob),
          pressed(decline),
          pressed(decline, bob),
          { type: "SURVEYED", known },
          { type: "PROVEN", looked: 9, found: ["pool/0"] },
        ],
  gist: ({ by, known: { texts }, rounds, attempts, found }) => [
    by?.id,
    texts.length,
    Math.min(rounds, roundsAtMost),
    Math.min(attempts, 6),
    found.length,
  ],
  always: {
    "until it is over, it is the departure of who asked first": (moment) =>
      isIn(moment, "gone") ||
      isIn(moment, "stayed") ||
      moment.context.by === null ||
      moment.context.by.id === ada.id,
    "nobody's words are kept once it is over": (moment) =>
      !isIn(moment, "gone") || moment.context.known.texts.length === 0,
  },
  atRest: {
    "who is asked has stayed or gone in the end": (moment) =>
      !isIn(moment, "asking") && !isIn(moment, "leaving"),
  },
  heard: [
    {
      name: "PRESSED by who is asked",
      when: (before) => isIn(before, "asking"),
      event: () => pressed(confirm),
      then: (_, __, asks) => asks.some((effect) => effect.type === "Forget" && effect.step === "survey"),
    },
    {
      name: "PRESSED by somebody else",
      when: (before) => isIn(before, "asking"),
      event: () => pressed(confirm, bob),
      then: (after, _, asks) => isIn(after, "asking") && asks.length === 0,
    },
  ],
}
