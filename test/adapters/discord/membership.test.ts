/** Whether somebody may still write where a schedule asks for them, as Discord says now. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { Membership } from "../../../src/actors/performing/membership.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { channel, speaks } from "./fixtures.ts"
import { openThread } from "./looking.ts"

const looks = Effect.fnUntraced(function* (where: string | null, person: string = BEN.id) {
  return yield* (yield* Membership)({ person, guild: GUILD.id, channel: where })
})

const overwrite = (change: {
  allow?: ReadonlyArray<"SendMessages">
  deny?: ReadonlyArray<"SendMessages" | "ViewChannel" | "SendMessagesInThreads">
}) => Effect.flatMap(Playground, ({ overwrite }) => overwrite(channel, BEN.id, change))

describe("somebody", () => {
  speaks(
    "who is a member and may write there, may",
    Effect.gen(function* () {
      expect([yield* looks(channel), yield* looks(null)]).toEqual([null, null])
    }),
  )

  speaks(
    "to whom the channel is closed may not, in its threads either",
    Effect.gen(function* () {
      yield* overwrite({ deny: ["SendMessages"] })
      expect(yield* looks(channel)).toBe("may not write in that channel any more")
      yield* overwrite({ deny: ["ViewChannel"] })
      expect(yield* looks(channel)).toBe("may not write in that channel any more")
      const thread = yield* openThread(channel)
      expect(yield* looks(thread)).toBe("may not write in that channel any more")
      yield* overwrite({ deny: ["SendMessages"] })
      expect(yield* looks(thread)).toBeNull()
    }),
  )

  speaks(
    "who is no member may not",
    Effect.gen(function* () {
      expect(yield* looks(null, "1100000000000000099")).toBe("is no member of that server any more")
    }),
  )

  speaks(
    "of whom Discord says nothing is let in, for now",
    Effect.gen(function* () {
      expect(yield* looks("1100000000000000777")).toBeNull()
    }),
  )
})
