/** What is to hold of a summary. */
import { turnOf, type SummaryContext } from "../memory/summary.ts"
import type { Properties } from "./property.ts"
import { ada, answered, channel, guild, start, unanswered } from "./samples.ts"
import { ends, stop, stops } from "./work.ts"

const ask = (aside: boolean) =>
  ({
    type: "OPEN_SUMMARY",
    recap: { brain: "writer", since: start, lines: [], aside, by: ada, channel, guild },
  }) as const

export const summary: Properties<SummaryContext> = {
  comes: ({ context }) => [
    ask(false),
    ask(true),
    ...(context.recap === null ? [] : [answered(turnOf(context), "Tea."), unanswered(turnOf(context))]),
    stop,
  ],
  gist: ({ recap, text, reason }) => [recap?.aside, text === null, reason],
  always: {
    "it is there, or it is known why not, and never both": ({ context }) =>
      context.text === null || context.reason === null,
  },
  atRest: ends,
  heard: [stops],
}
