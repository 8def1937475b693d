/** Small talk in a channel, in which nobody is called: an event that is durable and leads to nothing. */
import type { Envelope } from "../../src/actors/mail.ts"
import { idOf, type Address } from "../../src/machines/address.ts"

/** The n-th message of a conversation. */
export const heardBy = (conversation: Address, n: number): Envelope => {
  const id = String(400000000000000000n + BigInt(n))
  return {
    id: `discord:${id}`,
    cause: id,
    event: {
      type: "MESSAGE",
      message: {
        id,
        channel: idOf(conversation),
        guild: "200000000000000001",
        author: { id: "100000000000000001", name: "Ada" },
        text: "good morning",
        pinged: [],
        called: [],
        matched: [],
        toTeam: false,
        via: null,
      },
    },
  }
}
