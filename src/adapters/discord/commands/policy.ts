/**
 * Who may give which command. Discord offers commands to whoever may use them in a channel, and the administrators of a
 * server narrow that in its settings (Integrations). What a command changes is decided here once more, by the permissions
 * that Discord computed for this member in this channel: Discord's own defaults cannot say "or who halted it", and know no
 * difference between a channel and its threads.
 * https://discord.com/developers/docs/interactions/application-commands#permissions
 */
import { PermissionFlagsBits as Bits } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect, Schema } from "effect"
import { House } from "../../../actors/performing/house.ts"
import { Mail } from "../../../actors/mail.ts"
import { address } from "../../../machines/address.ts"
import { Person } from "../../../machines/values.ts"
import { roomOf } from "../rooms.ts"
import { CommandRefused } from "./refused.ts"

/** `speaker`: who may write here; `lifter`: who halted this conversation, or who may manage messages here. */
type Rule = "anyone" | "speaker" | "lifter"

/** STOP is for everybody who can be flooded; lifting it is not for who was stopped. */
export const policy = {
  agents: "anyone",
  // For who may manage the server: `agent.ts` says so itself.
  agent: "anyone",
  status: "anyone",
  pool: "anyone",
  // For operators: `errors.ts` says so itself.
  errors: "anyone",
  // Who looks; who changes is `mayChangeChannel`'s to say.
  mode: "anyone",
  team: "anyone",
  context: "anyone",
  route: "anyone",
  budget: "anyone",
  // For administrators: `partner.ts` says so itself.
  partner: "anyone",
  // One's own.
  constellation: "anyone",
  memory: "anyone",
  talk: "anyone",
  archive: "anyone",
  // One's own; the server's is for who manages it, as `permissions.ts` says itself.
  permissions: "anyone",
  "export-me": "anyone",
  "forget-me": "anyone",
  ask: "speaker",
  assign: "speaker",
  vote: "speaker",
  debate: "speaker",
  workflow: "speaker",
  schedule: "speaker",
  knowledge: "speaker",
  summary: "speaker",
  halt: "speaker",
  resume: "lifter",
} as const satisfies Readonly<Record<string, Rule>>

export type CommandName = keyof typeof policy

/** Who gives a command, and where. */
export type Given = Pick<
  ChatInputCommandInteraction,
  "user" | "member" | "memberPermissions" | "guildId" | "channel" | "client"
> & { readonly channelId: string | null }

/** Lets a command through, or says in one sentence who may give it. In direct messages it is the user's own. */
export const permitted = (interaction: Given, name: CommandName): Effect.Effect<void, CommandRefused, Mail> =>
  Effect.gen(function* () {
    if (!isInItsPlace(interaction))
      return yield* new CommandRefused({ sentence: "I do not know this channel as one of this server." })
    const rule: Rule = policy[name]
    if (rule !== "anyone" && !isStop(name)) yield* isOpen(interaction)
    if (rule === "anyone" || interaction.guildId === null) return
    if (rule === "speaker" && !maySpeak(interaction))
      return yield* new CommandRefused({ sentence: `Only who may write here may use \`/${name}\`.` })
    if (rule === "lifter" && !may(interaction, Bits.ManageMessages) && !(yield* hasHalted(interaction)))
      return yield* new CommandRefused({
        sentence: "Only who halted this conversation, or who may manage messages here, lifts it.",
      })
  })

/** Agents that speak where they no longer should can be stopped there. */
const isStop = (name: CommandName): boolean => name === "halt" || name === "resume"

/** Whether the operator lets agents listen there. */
export const isOpen = ({ client, channelId, guildId }: Given): Effect.Effect<void, CommandRefused> =>
  Effect.gen(function* () {
    if (!(yield* House).admits(roomOf(client, channelId ?? "", guildId)))
      yield* new CommandRefused({
        sentence: "The operator of this bot has closed this channel to its agents.",
      })
  })

/** Permissions count for the server that they come from: the channel must be one of it, as far as we know it. */
const isInItsPlace = ({ channel, guildId }: Given): boolean =>
  channel === null || (channel.isDMBased() ? null : channel.guildId) === guildId

/** Whether who gave the command, or pressed the button, may manage messages there; in direct messages it is the user's own. */
export const managesMessages = (
  given: Pick<ChatInputCommandInteraction, "guildId" | "memberPermissions">,
): boolean => given.guildId === null || given.memberPermissions?.has(Bits.ManageMessages) === true

/** Whether who gave the command may manage the server; a direct message is none. */
export const managesServer = (given: Given): boolean => given.guildId !== null && may(given, Bits.ManageGuild)

/** Discord sends an administrator, and the owner, with every permission. */
const may = ({ memberPermissions }: Given, permission: bigint): boolean =>
  memberPermissions?.has(permission) === true

/** Whether something is this person's to change: who made it, or who may manage messages here. */
export const mayChange = (given: Given, maker: Pick<Person, "id">): boolean =>
  given.guildId === null || given.user.id === maker.id || may(given, Bits.ManageMessages)

/** Whether how a channel goes is this person's to change: who may manage the channel, or a thread; in direct messages, the user. */
export const managesChannel = (given: Given): boolean =>
  given.guildId === null ||
  may(given, Bits.ManageChannels) ||
  (given.channel?.isThread() === true && may(given, Bits.ManageThreads))

const maySpeak = (interaction: Given): boolean =>
  may(interaction, interaction.channel?.isThread() === true ? Bits.SendMessagesInThreads : Bits.SendMessages)

/** What is read of a conversation. */
const Halted = Schema.Struct({ halted: Schema.NullOr(Schema.Struct({ by: Person })) })

/** Of the 3 s in which Discord wants an answer. */
const patience = "2 seconds"

const hasHalted = (given: Given) => Effect.map(haltedBy(given), (by) => by?.id === given.user.id)

/** Who has halted the conversation; null: nobody. */
export const haltedBy = ({ channelId }: Given) =>
  Effect.gen(function* () {
    const { context } = yield* (yield* Mail).peek(address("conversation", channelId ?? "0"))
    const { halted } = yield* Schema.decodeUnknownEffect(Halted)(context)
    return halted?.by ?? null
  }).pipe(
    Effect.timeout(patience),
    Effect.mapError(
      () =>
        new CommandRefused({
          sentence: "I cannot look up at the moment who halted this conversation. Try again in a minute.",
        }),
    ),
  )
