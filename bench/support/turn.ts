/** A turn of somebody in a guild. */
import { address } from "../../src/machines/address.ts"
import type { Turn } from "../../src/machines/values.ts"

export const turnOf = (n: number, guild: string): Turn => {
  const id = String(400000000000000000n + BigInt(n))
  return {
    id: `${id}.writer`,
    brain: "writer",
    conversation: address("conversation", guild),
    route: "mention",
    lent: [],
    message: {
      id,
      channel: guild,
      guild,
      author: { id: "100000000000000001", name: "Ada" },
      text: "a tagline, please",
      pinged: [],
      called: ["writer"],
      matched: [],
      toTeam: false,
      via: null,
    },
  }
}
