/** What is to hold of a permit. */
import type { Permit } from "../permit/asking.ts"
import { isIn, tells, type Properties } from "./property.ts"
import { asks, bob, pressed } from "./samples.ts"
import { ends, stops } from "./work.ts"

const buttons = ["once", "here", "server", "always", "no", "never", "scope"]

export const permit: Properties<Permit> = {
  comes: () => [
    asks,
    { ...asks, turn: { ...asks.turn, aside: true } },
    { type: "WITHDRAW_ASK", turn: asks.turn.id, use: asks.use.id },
    ...buttons.flatMap((button) => [pressed(button), pressed(button, bob)]),
  ],
  gist: ({ wish, wide, outcome, board }) => [
    wish?.aside,
    wide,
    outcome?.verdict,
    outcome?.reach,
    board.stale,
    board.message === null,
  ],
  always: {
    "nobody decides but whose message it is, or who manages": ({ context: { outcome } }) =>
      outcome?.by?.id !== bob.id,
    "nothing is allowed that nobody allowed": ({ context: { outcome } }) =>
      outcome?.verdict !== "allow" || outcome.by !== null,
    "what is for one person alone is asked nowhere": ({ context: { wish, board } }) =>
      wish?.aside !== true || (board.message === null && !board.stale),
  },
  atRest: ends,
  heard: [
    stops,
    {
      name: "Once",
      when: (before) => isIn(before, "asking"),
      event: () => pressed("once"),
      then: (after, _, asked) =>
        isIn(after, "allowed") && tells(asked, "PERMITTED", asks.agent) && !tells(asked, "RULE"),
    },
    {
      name: "Never",
      when: (before) => isIn(before, "asking"),
      event: () => pressed("never"),
      then: (after, _, asked) =>
        isIn(after, "denied") && tells(asked, "PERMITTED", asks.agent) && tells(asked, "RULE"),
    },
    {
      name: "a press of somebody whom it does not concern",
      when: (before) => isIn(before, "asking"),
      event: () => pressed("always", bob),
      then: (after, _, asked) => isIn(after, "asking") && asked.length === 0,
    },
  ],
}
