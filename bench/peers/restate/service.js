/** The lifecycle as a Restate virtual object: one key an actor, its state kept by Restate. Prints its port. */
import * as restate from "@restatedev/restate-sdk"
import { step } from "../work.ts"

const actor = restate.object({
  name: "actor",
  handlers: {
    tell: async (ctx, event) => {
      const state = step(await ctx.get("state"), event)
      ctx.set("state", state)
      return state.life
    },
    look: restate.handlers.object.shared((ctx) => ctx.get("state")),
  },
  // What is over is not kept: the least work.
  options: { journalRetention: 0 },
})

const port = await restate.serve({ services: [actor], port: 0 })
console.log(`ready ${port}`)
