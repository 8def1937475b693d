/** What is to hold of a run of a workflow. */
import { turnsOf, type Run } from "../team/run.ts"
import type { Properties } from "./property.ts"
import { ada, answered, channel, guild, plan, pressed, unanswered } from "./samples.ts"
import { ends, stop, stops } from "./work.ts"

export const workflow: Properties<Run> = {
  comes: ({ context }) => [
    { type: "BEGIN", plan: plan(), topic: "tea", by: ada, channel, guild },
    ...["approve-0", "reject-0", "approve-1", "reject-1", "stop"].map((button) => pressed(button)),
    ...turnsOf(context).flatMap((turn) => [answered(turn, "Done."), unanswered(turn)]),
    stop,
  ],
  gist: ({ progress, board, shown }) => [
    Object.values(progress).map(({ status, attempt }) => [status, attempt]),
    board.message === null,
    board.stale,
    shown,
  ],
  always: {
    "no step begins before those that it waits for are over": ({ context: { steps, progress } }) =>
      steps.every(
        ({ id, after }) =>
          progress[id]?.status === "waiting" ||
          progress[id]?.status === "skipped" ||
          after.every((other) => ["done", "skipped", "failed"].includes(progress[other]!.status)),
      ),
    "no step is tried more often than it may be": ({ context: { steps, progress } }) =>
      steps.every(
        ({ id, onFailure }) =>
          progress[id]!.attempt <= (onFailure.then === "retry" ? onFailure.times + 1 : 1),
      ),
  },
  atRest: ends,
  heard: [stops],
}
