/** What is to hold of a schedule. */
import type { Schedule } from "../team/diary.ts"
import type { Properties } from "./property.ts"
import { ada, timetable } from "./samples.ts"
import { stop, stops } from "./work.ts"

export const schedule: Properties<Schedule> = {
  comes: () => [
    { type: "CREATE", timetable },
    { type: "CREATE", timetable: { ...timetable, missed: "skip", guild: null } },
    { type: "PAUSE", by: ada },
    { type: "RESUME", by: ada },
    stop,
  ],
  gist: ({ timetable: made, madeUp, runs, paused, barred, due }) => [
    made?.missed,
    madeUp,
    Math.min(runs, 2),
    paused,
    barred,
    due === null,
  ],
  always: {
    "what is paused is not due": ({ context }) => !context.paused || context.due === null,
    "what its maker may not ask any more is paused": ({ context }) =>
      context.barred === null || context.paused,
    "no more runs are made up for than is set": ({ context }) => context.madeUp >= 0 && context.madeUp <= 5,
  },
  heard: [stops],
}
