/** What is to hold of a debate. */
import type { Proceedings } from "../team/proceedings.ts"
import type { Properties } from "./property.ts"
import { answered, motion, pressed, unanswered } from "./samples.ts"
import { ends, stop, stops } from "./work.ts"

export const debate: Properties<Proceedings> = {
  comes: ({ context: { turn } }) => [
    { type: "OPEN_DEBATE", motion },
    pressed("stop"),
    stop,
    ...(turn === null
      ? []
      : [answered(turn, "A has said more than all the others."), answered(turn, "Well."), unanswered(turn)]),
  ],
  gist: ({ statements, judged, board, turn }) => [
    statements.map(({ text }) => text === null),
    judged,
    turn?.brain,
    board.stale,
    board.message === null,
  ],
  always: {
    "nobody says more than was agreed": ({ context: { motion, statements } }) =>
      statements.length <= (motion?.rounds ?? 0) * (motion?.sides.length ?? 0),
    "who has ended has nobody speaking": ({ context: { turn, outcome } }) =>
      outcome === null || turn === null,
  },
  atRest: ends,
  heard: [stops],
}
