/** What people say in Discord, on its way to the conversations. */
import { Events, GatewayDispatchEvents, type Client, type Interaction } from "discord.js"
import { Effect, FiberSet, Layer, Schema } from "effect"
import type { Mail } from "../../actors/mail.ts"
import { Roster } from "../../actors/roster.ts"
import type { Status } from "../../actors/status.ts"
import { address } from "../../machines/address.ts"
import { makeBackfill, type HeardUntil } from "./backfill.ts"
import { answerCommand, completeCommand } from "./commands/commands.ts"
import { registerCommands } from "./commands/register.ts"
import type { DiscordStartError } from "./gateway-errors.ts"
import { openGateway, type GatewayOptions } from "./gateway.ts"
import { hear, type Listener } from "./hearing.ts"
import { makeLanes } from "./lanes.ts"
import { DiscordRest } from "./rest.ts"
import { Message } from "./shapes.ts"
import { readUnheard } from "./unheard.ts"

export interface InboundOptions extends GatewayOptions {
  /** Until where channels were heard by a process before this one: what was said since is heard first. */
  readonly since?: ReadonlyArray<HeardUntil> | undefined
  /** Since when nobody listened, in ms since 1970; undefined: not known, and channels never heard before are not read. */
  readonly silentFrom?: number | undefined
}

/**
 * Listens on the gateway until a scope ends: messages become MESSAGE events under the id `discord:<message id>`, commands
 * are answered.
 */
export const makeEars = Effect.gen(function* () {
  const rest = yield* DiscordRest
  const { self } = rest
  const { agents } = yield* Roster
  const lanes = yield* makeLanes
  const run = yield* FiberSet.makeRuntime<Mail | Roster | Status>()

  const listenerIn = (client: Client, guild: string | undefined): Listener => {
    const roles = guild === undefined ? undefined : client.guilds.cache.get(guild)?.roles.cache
    return {
      self,
      agents,
      role: roles?.find(({ tags }) => tags?.botId === self.id)?.id,
      names: {
        role: (id) => roles?.get(id)?.name,
        channel: (id) => {
          const channel = client.channels.cache.get(id)
          return channel !== undefined && "name" in channel ? (channel.name ?? undefined) : undefined
        },
      },
    }
  }

  const hearMessage = (client: Client, said: Message): void => {
    const message = hear(said, listenerIn(client, said.guild_id))
    if (message === null) return
    const { id, channel } = message
    lanes.offer(address("conversation", channel), {
      id: `discord:${id}`,
      cause: id,
      event: { type: "MESSAGE", message },
    })
  }

  const onInteraction = (interaction: Interaction): void => {
    if (interaction.isChatInputCommand()) run(answerCommand(interaction))
    if (interaction.isAutocomplete()) run(completeCommand(interaction))
  }

  const listen = (client: Client, since: ReadonlyArray<HeardUntil>, silentFrom: number | undefined): void => {
    const known = new Set(since.map(({ channel }) => channel))
    const newestIn = (id: string) => {
      const channel = client.channels.cache.get(id)
      return channel?.isTextBased() === true ? channel.lastMessageId : undefined
    }
    const backfill = makeBackfill(rest, since, newestIn, (message) => hearMessage(client, message))
    // Messages as they come, for discord.js drops those of channels that it does not know yet.
    client.ws.on(GatewayDispatchEvents.MessageCreate, (data) => {
      const decoded = decodeMessage(data)
      if (decoded._tag === "None") return
      backfill.heard(decoded.value)
      hearMessage(client, decoded.value)
    })
    client.ws.on(GatewayDispatchEvents.Ready, (data) => backfill.sessionBegins(data))
    client.on(Events.ShardReady, (shard) => void run(backfill.readMissed(shard)))
    if (silentFrom !== undefined)
      client.once(
        Events.ShardReady,
        () =>
          void run(readUnheard(rest, client, known, silentFrom, (message) => hearMessage(client, message))),
      )
    client.on(Events.InteractionCreate, onInteraction)
  }

  return ({ since = [], silentFrom, ...options }: InboundOptions) =>
    Effect.asVoid(openGateway(options, (client) => listen(client, since, silentFrom)))
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
