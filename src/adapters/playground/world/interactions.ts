/**
 * Interactions: a person acts, the bot has three seconds to answer and fifteen minutes to say more.
 * https://discord.com/developers/docs/interactions/receiving-and-responding
 */
import { InteractionType, type APIApplicationCommand } from "discord-api-types/v10"
import { randomBytes } from "node:crypto"
import type { StartInteraction } from "../page-api.ts"
import { invalidWebhookToken, unknownCommand, unknownInteraction, unknownMessage } from "../refusal.ts"
import { interactionPayload } from "./interaction-payload.ts"
import { messageIn } from "./messages.ts"
import { requireCommand, visibleChannel } from "./permissions.ts"
import { isDm, type InteractionRecord } from "./records.ts"
import type { World } from "./world.ts"

/** In which the bot must call back. Milliseconds. */
export const ANSWER_WITHIN = 3_000
/** For which the token lets it say more. Milliseconds. */
export const TOKEN_LIVES = 900_000

/**
 * Sends a person's act to the bot. Refuses unknown commands (10063), messages (10008) and channels (10003, 50001), and
 * commands that the person may not use there (50013).
 */
export function startInteraction(world: World, act: StartInteraction): InteractionRecord {
  const channel = visibleChannel(world, act.channel_id, act.as)
  const command = commandOf(world, act)
  if (command !== undefined) requireCommand(world, channel, act.as, command)
  if (act.type === InteractionType.MessageComponent && act.message_id === undefined) throw unknownMessage()
  const message =
    act.message_id === undefined ? undefined : messageIn(world, channel.id, act.message_id, act.as)
  const interaction = world.interactions.put({
    id: world.newId(),
    token: randomBytes(96).toString("base64url"),
    type: act.type,
    user_id: act.as,
    channel_id: channel.id,
    created_at: world.now(),
    state: "pending",
    ...(command === undefined ? {} : { command: { name: command.name, type: command.type } }),
    ...triggerOf(world, act),
    ...(message === undefined ? {} : { message_id: message.id }),
  })
  world.after(ANSWER_WITHIN + 1, () => giveUp(world, interaction.id))
  world.after(TOKEN_LIVES + 1, () => world.interactions.remove(interaction.id))
  world.emit({
    t: "INTERACTION_CREATE",
    d: interactionPayload(world, interaction, act.data),
    audience: { in: "bot", ...(isDm(channel) ? {} : { guildId: channel.guild_id }) },
  })
  return interaction
}

/** The interaction that a callback answers. Refuses with 10062 when it is unknown or its three seconds are over. */
export function answerable(world: World, id: string, token: string): InteractionRecord {
  const interaction = world.interactions.get(id)
  const late = interaction !== undefined && world.now() - interaction.created_at > ANSWER_WITHIN
  if (interaction === undefined || interaction.token !== token) throw unknownInteraction()
  if (interaction.state === "failed" || (interaction.state === "pending" && late)) throw unknownInteraction()
  return interaction
}

/** The interaction that a token speaks for. Refuses with 50027 when it is unknown or its fifteen minutes are over. */
export function interactionByToken(world: World, token: string): InteractionRecord {
  const [interaction] = world.interactions.in(token)
  if (interaction === undefined || world.now() - interaction.created_at > TOKEN_LIVES) {
    throw invalidWebhookToken()
  }
  return interaction
}

/** Forgets the interactions whose time ran out while the playground was down. */
export function forgetOldInteractions(world: World): void {
  for (const interaction of world.interactions.all()) {
    if (world.now() - interaction.created_at > TOKEN_LIVES) world.interactions.remove(interaction.id)
  }
}

/** Tells the person that nobody answered. */
function giveUp(world: World, id: string): void {
  const interaction = world.interactions.get(id)
  if (interaction?.state !== "pending") return
  world.interactions.put({ ...interaction, state: "failed" })
  world.emit({
    t: "INTERACTION_FAILED",
    d: { id, reason: `${world.bot.global_name ?? world.bot.username} did not answer in time.` },
    audience: { in: "page", personId: interaction.user_id },
  })
}

/** A modal is submitted by the person for whom it was opened. Refuses with 10062. */
function triggerOf(world: World, act: StartInteraction): Pick<InteractionRecord, "triggered_by"> {
  if (act.type !== InteractionType.ModalSubmit) return {}
  const opener = world.interactions
    .all()
    .findLast(
      (one) =>
        one.modal === act.data["custom_id"] && one.user_id === act.as && one.channel_id === act.channel_id,
    )
  if (opener?.modal === undefined) throw unknownInteraction()
  return { triggered_by: opener.id }
}

function commandOf(world: World, act: StartInteraction): APIApplicationCommand | undefined {
  if (act.type !== InteractionType.ApplicationCommand && act.type !== 4) return undefined
  const command = world.commands.get(String(act.data["id"]))
  if (command === undefined) throw unknownCommand()
  return command
}
