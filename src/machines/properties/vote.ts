/** What is to hold of a vote. */
import type { Poll } from "../team/poll.ts"
import type { Properties } from "./property.ts"
import { ballot, bob, pressed, unanswered, answered } from "./samples.ts"
import { ends, stop, stops } from "./work.ts"

export const vote: Properties<Poll> = {
  comes: ({ context }) => [
    { type: "OPEN_VOTE", ballot },
    pressed("option-0"),
    pressed("option-1", bob),
    pressed("close"),
    pressed("cancel"),
    stop,
    ...Object.values(context.underWay).flatMap((turn) => [
      unanswered(turn),
      answered(turn, "1. Paris, for the food."),
    ]),
  ],
  gist: ({ round, underWay, votes, board }) => [
    round,
    Object.keys(underWay).length,
    Object.entries(votes).map(([who, { option }]) => [who, option]),
    board.stale,
    board.message === null,
  ],
  always: {
    "who votes votes for one of the options": ({ context: { votes, ballot } }) =>
      Object.values(votes).every(({ option }) => ballot?.options[option] !== undefined),
    "there are no more than two rounds": ({ context }) => context.round <= 2,
  },
  atRest: ends,
  heard: [stops],
}
