/** "Export as test": a conversation's log as a file, redacted, for administrators and for nobody else. */
import { gunzipSync } from "node:zlib"
import { Effect, Layer } from "effect"
import { MessageFlags, PermissionsBitField, type MessageContextMenuCommandInteraction } from "discord.js"
import { describe, expect, it } from "vitest"
import { answerMenu } from "../../../src/adapters/discord/commands/export-as-test.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { NoAnswer } from "../../../src/replay/answer.ts"
import { read } from "../../../src/replay/bundle.ts"
import { Recordings } from "../../../src/replay/recordings.ts"
import { redacted } from "../../../src/replay/redact.ts"
import { replayed } from "../../../src/replay/replay.ts"
import { recorded, secret } from "../../replay/recording.ts"
import { channel, freshEars, says, speaks, until } from "./fixtures.ts"
import { answered } from "./interacting.ts"
import { requests } from "./looking.ts"

const asked: Array<string> = []
const recordings = Layer.succeed(Recordings, {
  redacted: (conversation) => {
    asked.push(conversation)
    return Effect.promise(async () => redacted(await recorded()))
  },
  answer: () => Effect.fail(new NoAnswer({ reason: "unknown" })),
})

const exports = (name: string, test: Parameters<typeof speaks>[1]) =>
  speaks(name, test.pipe(Effect.provide(freshEars().pipe(Layer.provide(recordings)))))

/** Chooses the entry in the menu of a new message; the interaction's id. */
const chosenBy = Effect.fnUntraced(function* (as: string) {
  const { interact } = yield* Playground
  const name = "Export as test"
  const id = yield* until(
    Effect.map(requests("PUT", "/applications/:application/commands"), (puts) => {
      const known = puts.at(-1)?.responseBody as ReadonlyArray<{ id: string; name: string }> | undefined
      return known?.find((it) => it.name === name)?.id
    }),
  )
  const message = yield* says("look at this")
  const data = { id, name, type: 3, target_id: message.id }
  const started = yield* interact({ as, channel_id: channel, type: 2, data })
  return "id" in started ? started.id : ""
})

describe("Export as test", () => {
  exports(
    "gives an administrator the log of the channel, which replays and has nobody's words",
    Effect.gen(function* () {
      const message = yield* answered(yield* chosenBy(ADA.id))
      expect(asked).toEqual([`conversation/${channel}`])
      expect(message.attachments.map(({ filename }) => filename)).toEqual([
        `conversation-${channel}.jsonl.gz`,
      ])
      const bytes = yield* Effect.promise(() =>
        fetch(message.attachments[0]!.url).then((it) => it.arrayBuffer()),
      )
      const text = gunzipSync(Buffer.from(bytes)).toString("utf8")
      expect(text).not.toContain(secret)
      expect(
        read(text)
          .map((log) => replayed(log).trouble)
          .filter((it) => it !== null),
      ).toEqual([])
      expect(message.flags! & 64).toBe(64)
    }),
  )

  exports(
    "is not offered to others",
    Effect.gen(function* () {
      const refusal = yield* Effect.exit(chosenBy(BEN.id))
      expect(JSON.stringify(refusal)).toContain("50013")
    }),
  )

  it("is refused to others, whatever a server's settings offer them", async () => {
    const replies: Array<unknown> = []
    const given = {
      commandName: "Export as test",
      channelId: channel,
      guildId: GUILD.id,
      memberPermissions: new PermissionsBitField("ManageMessages"),
      reply: (reply: unknown) => Promise.resolve(replies.push(reply)),
    }
    await Effect.runPromise(answerMenu(given as unknown as MessageContextMenuCommandInteraction))
    expect(replies).toEqual([
      {
        content: "Only administrators of this server may export a conversation.",
        flags: MessageFlags.Ephemeral,
      },
    ])
  })
})
