/** The sample chart as somebody changed it: it counts double. */
import { assign } from "xstate"
import { sample } from "./sample.ts"

export default sample.provide({
  actions: { add: assign(({ context, event }) => ({ count: context.count + 2 * (event.n ?? 1) })) },
})
