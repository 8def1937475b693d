/**
 * "Export as test" in the menu of a message, for administrators: this conversation's log, redacted, as a file that only they see.
 * https://discord.com/developers/docs/interactions/application-commands#message-commands
 */
import { promisify } from "node:util"
import { gzip } from "node:zlib"
import {
  ApplicationCommandType,
  PermissionFlagsBits as Bits,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from "discord-api-types/v10"
import {
  MessageFlags,
  type InteractionEditReplyOptions,
  type MessageContextMenuCommandInteraction,
} from "discord.js"
import { Effect } from "effect"
import { address } from "../../../machines/address.ts"
import { written } from "../../../replay/bundle.ts"
import { Recordings } from "../../../replay/recordings.ts"
import { sizeInWords } from "../../../replay/size.ts"
import { sent } from "./sent.ts"

const name = "Export as test"

/** What Discord takes as a file from every application, in bytes. */
const largest = 10 * 1024 * 1024

/** Discord's OpenAPI takes permissions as a number here, and gives them back as a text. */
type Entry = Omit<RESTPostAPIContextMenuApplicationCommandsJSONBody, "default_member_permissions"> & {
  readonly default_member_permissions: number
}

export const exportAsTest: Entry = {
  type: ApplicationCommandType.Message,
  name,
  default_member_permissions: Number(Bits.Administrator),
  contexts: [0],
  integration_types: [0],
}

const compress = promisify(gzip)

const answer = (channel: string): Effect.Effect<InteractionEditReplyOptions> =>
  Effect.gen(function* () {
    const recordings = yield* Effect.serviceOption(Recordings)
    if (recordings._tag === "None") return { content: "Logs cannot be exported here." }
    const bundle = yield* recordings.value.redacted(address("conversation", channel))
    const packed = yield* Effect.promise(() => compress(written(bundle)))
    if (packed.length > largest)
      return {
        content: `This log is too long for Discord. The operator has it with \`orrery log export conversation/${channel} --redact\`.`,
      }
    return {
      content: `${sizeInWords(bundle)}, without texts, names and ids of people. \`orrery replay\` steps them through the code, \`orrery fixture\` makes a test of them.`,
      files: [{ attachment: packed, name: `conversation-${channel}.jsonl.gz` }],
    }
  }).pipe(
    Effect.catchTag("NoSuchActor", () =>
      Effect.succeed({ content: "Nothing was said to the agents here yet." }),
    ),
    Effect.catchCause((cause) =>
      Effect.as(Effect.logError(`“${name}” in ${channel} broke`, cause), {
        content: "The log cannot be exported. The operator finds the reason in the log.",
      }),
    ),
  )

/** Never fails. */
export const answerMenu = (interaction: MessageContextMenuCommandInteraction): Effect.Effect<void> => {
  const { channelId, guildId, memberPermissions } = interaction
  const refuse = (content: string) =>
    Effect.asVoid(sent(`“${name}”`, () => interaction.reply({ content, flags: MessageFlags.Ephemeral })))
  if (interaction.commandName !== name) return refuse("I do not know this command any more.")
  // Discord offers it to administrators; whoever reconfigures that there does not widen who may.
  if (guildId === null || memberPermissions?.has(Bits.Administrator) !== true)
    return refuse("Only administrators of this server may export a conversation.")
  return Effect.gen(function* () {
    if (!(yield* sent(`“${name}”`, () => interaction.deferReply({ flags: MessageFlags.Ephemeral })))) return
    const said = yield* answer(channelId)
    yield* sent(`“${name}”`, () => interaction.editReply(said))
  })
}
