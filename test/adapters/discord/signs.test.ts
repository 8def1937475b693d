/** STOP as a word or a sign, words that are changed, messages that are taken back: each reaches the conversation. */
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { isStop } from "../../../src/adapters/discord/signs.ts"
import { ADA, BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { channel, envelopes, hears, says } from "./fixtures.ts"

/** As the page does it for a person. */
const asPerson = (method: string, path: string, body: object) =>
  Effect.gen(function* () {
    const { origin } = yield* Playground
    const answer = yield* Effect.promise(() =>
      fetch(`${origin}/page/channels/${channel}/messages/${path}`, {
        method,
        headers: { "content-type": "application/json", origin },
        body: JSON.stringify(body),
      }),
    )
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
  })

describe("STOP", () => {
  it.each(["stop", "STOP!", " Stop. ", "🛑", "“stop”"])("is the word alone: %s", (text) => {
    expect(isStop(text)).toBe(true)
  })

  it.each(["stop it", "non-stop", "please stop", "stopp", "", "the bus stop", "st op"])(
    "is not among others: %s",
    (text) => {
      expect(isStop(text)).toBe(false)
    },
  )

  hears(
    "halts before it is heard itself",
    Effect.gen(function* () {
      const said = yield* says("STOP!")
      const [halt, message] = (yield* envelopes(3)).filter(({ to }) => to === `conversation/${channel}`)
      expect(halt).toMatchObject({
        id: `discord:${said.id}:stop`,
        event: { type: "HALT", by: { id: ADA.id, name: "Ada" }, via: "word" },
      })
      expect(message!.event.type).toBe("MESSAGE")
      const work = (yield* envelopes(3)).find(({ to }) => to === `guild/${GUILD.id}`)
      expect(work!.event).toEqual({
        type: "HALTED",
        channel,
        by: { id: ADA.id, name: "Ada" },
        manages: false,
      })
    }),
  )

  hears(
    "is a reaction, too; other reactions are nothing",
    Effect.gen(function* () {
      const said = yield* says("We need a draft")
      yield* asPerson("PUT", `${said.id}/reactions/${encodeURIComponent("👍")}?as=${BEN.id}`, {})
      yield* asPerson("PUT", `${said.id}/reactions/${encodeURIComponent("🛑")}?as=${BEN.id}`, {})
      const [, halt] = (yield* envelopes(3)).filter(({ to }) => to === `conversation/${channel}`)
      expect(halt!.event).toEqual({ type: "HALT", by: { id: BEN.id, name: "Ben" }, via: "reaction" })
    }),
  )
})

describe("a message", () => {
  hears(
    "that is changed says something else",
    Effect.gen(function* () {
      const said = yield* says("We need a draft")
      yield* asPerson("PATCH", said.id, { as: ADA.id, content: "We need two drafts" })
      const [, edited] = yield* envelopes(2)
      expect(edited!.event).toEqual({ type: "EDITED", message: said.id, text: "We need two drafts" })
    }),
  )

  hears(
    "that is taken back is gone",
    Effect.gen(function* () {
      const said = yield* says("We need a draft")
      yield* asPerson("DELETE", said.id, { as: ADA.id })
      const [, deleted] = yield* envelopes(2)
      expect(deleted!.event).toEqual({ type: "DELETED", messages: [said.id] })
    }),
  )
})
