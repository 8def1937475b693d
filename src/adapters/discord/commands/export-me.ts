/** `/export-me`: one file with everything that is kept about who asks, for their eyes alone. */
import { promisify } from "node:util"
import { gzip } from "node:zlib"
import { Clock, Effect, Option } from "effect"
import { Belongings } from "../../../actors/forgetting/belongings.ts"
import { exported } from "../../../actors/forgetting/exported.ts"
import { everywhere, type Command } from "./command.ts"
import { CommandRefused } from "./refused.ts"

/** What Discord takes as a file from every application, in bytes. https://discord.com/developers/docs/reference#uploading-files */
const largest = 10 * 1024 * 1024
const compress = promisify(gzip)

/** What is kept about somebody. */
export const keptOf = (user: string) =>
  Effect.gen(function* () {
    const belongings = Option.getOrNull(yield* Effect.serviceOption(Belongings))
    if (belongings === null)
      return yield* new CommandRefused({ sentence: "What is kept cannot be looked through here." })
    return yield* belongings.of(user)
  }).pipe(
    Effect.catchTags({
      StoreUnavailable: () => new CommandRefused({ sentence: awayFor }),
      ArchiveFailed: () => new CommandRefused({ sentence: awayFor }),
    }),
  )

const awayFor = "I cannot read all that is kept at the moment. Try again in a minute."

export const exportMe: Command = {
  data: {
    name: "export-me",
    description: "One file with everything that is kept about you",
    ...everywhere,
  },
  ephemeral: true,
  run: Effect.fnUntraced(function* ({ user }) {
    const parts = yield* keptOf(user.id)
    const items = parts.reduce((sum, part) => sum + part.items.length, 0)
    if (items === 0) return { content: "Nothing is kept about you." }
    const text = Buffer.from(exported(user.id, yield* Clock.currentTimeMillis, parts))
    const isLong = text.length > largest
    const bytes = isLong ? yield* Effect.promise(() => compress(text)) : text
    if (bytes.length > largest)
      return {
        content: `There are ${items} things about you, more than Discord takes in a file. Ask the operator of this bot: \`orrery export-user ${user.id}\` writes all of it.`,
      }
    return {
      content: `All that is kept about you: ${items} things. The file's first line says what each part is.`,
      files: [{ attachment: bytes, name: `about-me.jsonl${isLong ? ".gz" : ""}` }],
    }
  }),
}
