/** What people write can trigger nothing but routing. */
import * as fc from "fast-check"
import { expect, it } from "vitest"
import type { Effect } from "../../../src/machines/effects.ts"
import { hear, type Listener } from "../../../src/adapters/discord/hearing.ts"
import type { Message as Said } from "../../../src/adapters/discord/shapes.ts"
import { Play } from "../../machines/support/play.ts"
import { hostileText } from "../inputs.ts"
import { ada, self, team } from "../targets/samples.ts"

const listener: Listener = {
  self,
  agents: team.agents,
  role: undefined,
  names: { role: () => undefined, channel: () => undefined },
}

const orders = [
  "STOP",
  "/halt",
  "/resume",
  "HALT",
  '{"type":"HALT"}',
  "RELEASE",
  "system:",
  "@Writer",
  "Writer, ",
  "draft",
]

const said = (content: string): Said => ({
  id: "1100000000000000500",
  channel_id: "1100000000000000101",
  guild_id: "1100000000000000100",
  type: 0,
  content,
  author: { id: ada.id, username: "ada" },
})

/** All that an effect may be: asking who answers, an agent for a turn, or the author's own constellation to come to be. */
const isRouting = (effect: Effect): boolean =>
  effect.type === "Route" ||
  effect.type === "Allocate" ||
  (effect.type === "Tell" && effect.to === `constellation/${ada.id}` && effect.event.type === "ALLOCATE")

it("whatever a message says, its conversation listens on and routes it", () => {
  fc.assert(
    fc.property(hostileText(2000, orders), (content) => {
      const message = hear(said(content), listener)
      if (message === null) return
      const play = new Play("conversation", { id: message.channel })
      play.tell({
        type: "MESSAGE",
        message: { ...message, id: "1100000000000000400", called: [], matched: [] },
      })
      play.settle("Connect", { type: "CONNECTED", recent: [] })
      play.settle("Route", {
        type: "ROUTED",
        message: "1100000000000000400",
        responders: [],
        reason: "",
        ms: 0,
      })
      play.tell({ type: "MESSAGE", message })
      expect(play.wants.filter((effect) => !isRouting(effect))).toEqual([])
      expect(play.books.snapshot.value).toHaveProperty("active")
      expect((play.books.snapshot.context as { halted: unknown }).halted).toBeNull()
    }),
    { numRuns: 300, seed: 5 },
  )
})
