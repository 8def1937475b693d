/** Where a schedule is to ask: here, in another channel, or in somebody's direct messages; and who may choose that. */
import { GuildMember, PermissionFlagsBits, type ChatInputCommandInteraction, type User } from "discord.js"
import { Effect } from "effect"
import { restFailed } from "../rest-errors.ts"
import { mayShow } from "./command.ts"
import { managesServer } from "./policy.ts"
import { CommandRefused } from "./refused.ts"

type Target =
  | { readonly in: "here" }
  | { readonly in: "channel"; readonly id: string }
  | { readonly in: "dm"; readonly of: User }

/** One of the three, and one that who asks may choose. */
export const targetOf = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { options, guildId, client } = interaction
  const channel = options.getChannel("channel")
  const user = options.getUser("user")
  if ([channel, user, options.getString("where")].filter((said) => said !== null).length > 1)
    return yield* new CommandRefused({ sentence: "Say one of `where`, `channel` and `user`." })
  if (user !== null && user.id !== interaction.user.id) {
    if (user.bot) return yield* new CommandRefused({ sentence: "Bots take no direct messages from me." })
    if (guildId === null || !managesServer(interaction))
      return yield* new CommandRefused({
        sentence: "Only who manages a server may have something asked in other people's direct messages.",
      })
    return { in: "dm", of: user } satisfies Target
  }
  if (user !== null || options.getString("where") === "dm")
    return { in: "dm", of: interaction.user } satisfies Target
  if (channel === null || channel.id === interaction.channelId) {
    yield* mayShow(interaction)
    return { in: "here" } satisfies Target
  }
  const known = client.channels.cache.get(channel.id)
  if (known === undefined || known.isDMBased() || known.guildId !== guildId)
    return yield* new CommandRefused({ sentence: "I do not know that channel as one of this server." })
  const needed = [
    PermissionFlagsBits.ViewChannel,
    known.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
  ]
  const theirs = interaction.member instanceof GuildMember ? known.permissionsFor(interaction.member) : null
  if (theirs?.has(needed) !== true)
    return yield* new CommandRefused({
      sentence: `You may not write in <#${channel.id}>, so nothing is asked there for you.`,
    })
  const me = client.user === null ? null : known.permissionsFor(client.user)
  if (me?.has(needed) === false)
    return yield* new CommandRefused({ sentence: `I may not write in <#${channel.id}>.` })
  return { in: "channel", id: channel.id } satisfies Target
})

export const placeOf = Effect.fnUntraced(function* (
  { user, guildId, channelId }: ChatInputCommandInteraction,
  target: Target,
) {
  if (target.in === "here") return { place: { channel: channelId, guild: guildId }, where: "here" }
  if (target.in === "channel")
    return { place: { channel: target.id, guild: guildId }, where: `in <#${target.id}>` }
  const channel = yield* directMessages(target.of)
  if (target.of.id === user.id) return { place: { channel, guild: null }, where: "in your direct messages" }
  const { id, displayName: name } = target.of
  return {
    place: { channel, guild: null, to: { id, name } },
    where: `in the direct messages of **${name}**`,
  }
})

const directMessages = (user: User) =>
  Effect.tryPromise({ try: () => user.createDM(), catch: restFailed }).pipe(
    Effect.map(({ id }) => id),
    Effect.mapError(
      () =>
        new CommandRefused({
          sentence: `Discord does not let me write ${user.displayName} directly.`,
        }),
    ),
  )
