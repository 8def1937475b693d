/** What people say in Discord, on its way to the conversations. */
import { Events, GatewayDispatchEvents, type Client, type Interaction } from "discord.js"
import { Effect, FiberSet, Layer, Schema } from "effect"
import type { Mail } from "../../actors/mail.ts"
import { Roster } from "../../actors/roster.ts"
import type { Status } from "../../actors/status.ts"
import { address } from "../../machines/address.ts"
import { answerCommand, completeCommand } from "./commands/commands.ts"
import { registerCommands } from "./commands/register.ts"
import type { DiscordStartError } from "./gateway-errors.ts"
import { openGateway, type GatewayOptions } from "./gateway.ts"
import { hear, type Listener } from "./hearing.ts"
import { makeLanes } from "./lanes.ts"
import { DiscordRest } from "./rest.ts"
import { Message } from "./shapes.ts"

/**
 * Listens on the gateway until its scope ends: messages become MESSAGE events under the id `discord:<message id>`,
 * commands are registered and answered.
 */
export const layer = (
  options: GatewayOptions,
): Layer.Layer<never, DiscordStartError, DiscordRest | Mail | Roster | Status> =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const { self } = yield* DiscordRest
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

      const onMessage = (client: Client, data: unknown): void => {
        const decoded = decodeMessage(data)
        if (decoded._tag === "None") return
        const message = hear(decoded.value, listenerIn(client, decoded.value.guild_id))
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

      yield* openGateway(options, (client) => {
        // As it comes, for discord.js drops messages of channels that it does not know yet.
        client.ws.on(GatewayDispatchEvents.MessageCreate, (data) => onMessage(client, data))
        client.on(Events.InteractionCreate, onInteraction)
      })
      yield* registerCommands.pipe(
        Effect.catchTag("RestFailed", ({ message }) =>
          Effect.logWarning(`Discord did not take the commands, they stay as they were: ${message}`),
        ),
      )
      yield* Effect.logInfo(`Listening in Discord as ${self.name}`)
    }),
  )

const decodeMessage = Schema.decodeUnknownOption(Message)
