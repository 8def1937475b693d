/** What people say in Discord, on its way to the conversations. */
import {
  Events,
  GatewayDispatchEvents,
  Status as Connection,
  type Client,
  type Interaction,
} from "discord.js"
import { Clock, Effect, FiberSet, Layer, Schedule, Schema } from "effect"
import { Caches } from "../../actors/caching/caches.ts"
import { standardFor } from "../../actors/performing/groups.ts"
import { House, standardOf } from "../../actors/performing/house.ts"
import { Constellations } from "../../actors/constellations/constellations.ts"
import type { Mail } from "../../actors/mail.ts"
import { Partners } from "../../actors/constellations/partners.ts"
import { Roster } from "../../actors/performing/roster.ts"
import { Templates } from "../../actors/constellations/templates.ts"
import type { Status } from "../../actors/watching/status.ts"
import { address } from "../../machines/address.ts"
import type { Standard } from "../../machines/conversation/settings.ts"
import type { Message as Heard, Missed, Person } from "../../machines/values.ts"
import { makeBackfill, type HeardUntil } from "./backfill.ts"
import { pressButton } from "./buttons.ts"
import { answerButton, answerCommand, answerForm, completeCommand } from "./commands/commands.ts"
import { answerMenu } from "./commands/menus.ts"
import { registerCommands } from "./commands/register.ts"
import type { DiscordStartError } from "./gateway-errors.ts"
import { openGateway, type GatewayOptions } from "./gateway.ts"
import { hear, missedIn, type Listener } from "./hearing.ts"
import { makeLanes } from "./lanes.ts"
import { catchUpPolicy, type CatchUpPolicy } from "./policy.ts"
import { RecentMap } from "./recent.ts"
import { DiscordRest } from "./rest.ts"
import { roomOf } from "./rooms.ts"
import { Message } from "./shapes.ts"
import { isStop, listenForSigns, offerStop } from "./signs.ts"
import { unheardIn } from "./unheard.ts"
import { channelTag } from "./webhooks.ts"
import type { Vigil } from "./vigil.ts"

export interface InboundOptions extends GatewayOptions {
  /** Until where channels were heard by a process before this one: what was said since is heard first. */
  readonly since?: ReadonlyArray<HeardUntil> | undefined
  /** Since when nobody listened, in ms since 1970; undefined: not known, and channels never heard before are not read. */
  readonly silentFrom?: number | undefined
  /** What is read and answered of what was missed, at this time; left out: as in `policy.ts`. */
  readonly catchUp?: (() => CatchUpPolicy) | undefined
  /** Where it is kept until when somebody listened, for the next process; it says `silentFrom`, too. */
  readonly vigil?: ((bot: string) => Vigil) | undefined
}

/** How often it is written down that somebody listens. */
const vigilance = "1 second"

/** Channels that are known: of each a few hundred bytes. */
const mostKnown = 100_000

/**
 * Listens on the gateway until a scope ends: messages become MESSAGE events under the id `discord:<message id>`, commands
 * are answered.
 */
export const makeEars = Effect.gen(function* () {
  const rest = yield* DiscordRest
  const { self } = rest
  const team = yield* Roster
  const rules = yield* House
  const lanes = yield* makeLanes
  const laying = { partners: yield* Partners, templates: yield* Templates }
  /**
   * Channels whose conversations have heard something, with what the operator has laid down as they were told it last; null:
   * not by this process. Of one that is forgotten, changes are heard again when somebody next speaks there.
   */
  const known = new RecentMap<Standard | null>(mostKnown)
  const clock = yield* Clock.Clock
  const caches = yield* Caches
  const constellations = yield* Effect.serviceOption(Constellations)
  const greet = (user: Person) =>
    constellations._tag === "Some" ? constellations.value.greet(user) : Effect.void
  const run = yield* FiberSet.makeRuntime<DiscordRest | Mail | Roster | Status>()

  const listenerIn = (client: Client, guild: string | undefined): Listener => {
    // Roles and channels of other servers are none of this one's business, and have no name in it.
    const server = guild === undefined ? undefined : client.guilds.cache.get(guild)
    const roles = server?.roles.cache
    return {
      self,
      agents: team.agents,
      ...(team.away !== undefined && { away: team.away }),
      role: roles?.find(({ tags }) => tags?.botId === self.id)?.id,
      names: {
        role: (id) => roles?.get(id)?.name,
        channel: (id) => server?.channels.cache.get(id)?.name,
      },
    }
  }

  /** What is laid down by now, with the first message after it has changed. */
  const news = ({ channel, guild, author }: Heard): { readonly standard?: Standard } => {
    const standard = standardFor(standardOf(rules, team), laying, team, guild === null ? author.id : null)
    const isNews = known.get(channel) !== standard
    known.set(channel, standard)
    return isNews ? { standard } : {}
  }

  const hearMessage = (client: Client, said: Message, missed?: Missed): boolean => {
    if (!rules.admits(roomOf(client, said.channel_id, said.guild_id ?? null))) return false
    const listener = listenerIn(client, said.guild_id)
    const message = hear(said, listener)
    if (message === null) return false
    for (const { brain, successor } of missedIn(said, listener))
      lanes.offer(address("roster", "team"), {
        id: `discord:${message.id}:${brain.id}`,
        cause: message.id,
        event: {
          type: "MISSED",
          missed: { brain: brain.id, name: brain.name, successor: successor?.name ?? null },
          channel: message.channel,
          by: message.author,
        },
      })
    const { id, channel } = message
    run(greet(message.author))
    if (isStop(message.text)) offerStop(lanes.offer, message)
    lanes.offer(address("conversation", channel), {
      id: `discord:${id}`,
      cause: id,
      event: { type: "MESSAGE", message, ...(missed && { missed }), ...news(message) },
    })
    return true
  }

  const heardAll = (channel: string, newest: string, more: boolean): void =>
    lanes.offer(address("conversation", channel), {
      id: `caught-up:${channel}:${newest}`,
      cause: newest,
      event: { type: "CAUGHT_UP", more },
    })

  const onInteraction = (interaction: Interaction): void => {
    if (interaction.isChatInputCommand()) run(answerCommand(interaction))
    if (interaction.isMessageContextMenuCommand()) run(answerMenu(interaction))
    if (interaction.isButton()) run(Effect.andThen(pressButton(interaction), answerButton(interaction)))
    if (interaction.isModalSubmit()) run(answerForm(interaction))
    if (interaction.isAutocomplete()) run(completeCommand(interaction))
  }

  const listen = (
    client: Client,
    { since = [], silentFrom, catchUp = () => catchUpPolicy }: InboundOptions,
  ) => {
    const backfill = makeBackfill({
      rest,
      get policy() {
        return catchUp()
      },
      now: () => clock.currentTimeMillisUnsafe(),
      since,
      silentFrom,
      newestIn: (id) => {
        const channel = client.channels.cache.get(id)
        return channel?.isTextBased() === true ? channel.lastMessageId : undefined
      },
      unheardIn: (shard, known, after) => unheardIn(client, shard, known, after),
      hear: (message, missed) => hearMessage(client, message, missed),
      heardAll,
      room: lanes.room,
    })
    // Messages as they come, for discord.js drops those of channels that it does not know yet.
    client.ws.on(GatewayDispatchEvents.MessageCreate, (data) => {
      const decoded = decodeMessage(data)
      if (decoded._tag === "Some") backfill.came(decoded.value)
    })
    for (const { channel } of since) if (!known.has(channel)) known.set(channel, null)
    listenForSigns(client, {
      self,
      offer: lanes.offer,
      knows: (channel) => known.has(channel),
      hear: (message) => hear(message, listenerIn(client, message.guild_id)),
      now: () => clock.currentTimeMillisUnsafe(),
    })
    client.ws.on(GatewayDispatchEvents.Ready, (data) => backfill.sessionBegins(data))
    client.on(Events.ShardReady, (shard) => void run(backfill.readMissed(shard)))
    client.on(Events.ShardReconnecting, backfill.connectionLost)
    client.on(Events.ShardResume, backfill.resumed)
    const gone = ({ id }: { readonly id: string }): void => {
      known.delete(id)
      run(caches.invalidate({ tag: channelTag(id) }))
    }
    client.on(Events.ChannelDelete, gone)
    client.on(Events.ThreadDelete, gone)
    client.on(Events.GuildDelete, ({ id }) => void run(caches.invalidate({ scope: { guild: id } })))
    client.on(Events.InteractionCreate, onInteraction)
    return backfill
  }

  /** Whether all shards are heard, and all that was said there, or was missed, is with its conversation. */
  const isHeard = (client: Client, { isDone }: ReturnType<typeof makeBackfill>): boolean =>
    client.isReady() &&
    isDone() &&
    lanes.isEmpty() &&
    client.ws.shards.every(({ status }) => status === Connection.Ready)

  /** Writes down that somebody listens, for as long as that is so. */
  const watch = (listens: () => boolean, { keep }: Vigil) =>
    Effect.suspend(() => (listens() ? keep : Effect.void)).pipe(
      Effect.repeat(Schedule.spaced(vigilance)),
      Effect.forkScoped,
    )

  /** Opens the ears, and tells whether nothing that was said until now can get lost with this process. */
  return (options: InboundOptions) =>
    Effect.gen(function* () {
      const vigil = options.vigil?.(self.id)
      const silentFrom = options.silentFrom ?? (vigil && (yield* vigil.until))
      const { client, listener } = yield* openGateway(options, (client) =>
        listen(client, { ...options, silentFrom }),
      )
      const listens = () => isHeard(client, listener)
      if (vigil !== undefined) yield* watch(listens, vigil)
      return listens
    })
})

/** Makes the bot's commands known to Discord. */
export const offerCommands = registerCommands.pipe(
  Effect.catchTag("RestFailed", ({ message }) =>
    Effect.logWarning(`Discord did not take the commands, they stay as they were: ${message}`),
  ),
)

/** Listens on all gateway shards, and offers the bot's commands. */
export const layer = (
  options: InboundOptions,
): Layer.Layer<never, DiscordStartError, DiscordRest | Mail | Roster | Status> =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const listen = yield* makeEars
      yield* listen(options)
      yield* offerCommands
      yield* Effect.logInfo(`Listening in Discord as ${(yield* DiscordRest).self.name}`)
    }),
  )

const decodeMessage = Schema.decodeUnknownOption(Message)
