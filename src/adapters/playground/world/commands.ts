import { ApplicationCommandType, RESTJSONErrorCodes, type APIApplicationCommand } from "discord-api-types/v10"
import { Refusal, unknownCommand } from "../refusal.ts"
import type { CommandSeed } from "../validate/commands.ts"
import type { World } from "./world.ts"

/** Where commands are registered: a guild's id, or everywhere. */
export type CommandScope = string | undefined

/** Commands of each type that a scope may hold. */
const LIMITS: Record<number, number> = {
  [ApplicationCommandType.ChatInput]: 100,
  [ApplicationCommandType.User]: 15,
  [ApplicationCommandType.Message]: 15,
}

export const commandsIn = (world: World, scope: CommandScope): ReadonlyArray<APIApplicationCommand> =>
  world.commands.in(scope ?? "global")

/** Refuses with 10063. */
export function commandById(world: World, scope: CommandScope, id: string): APIApplicationCommand {
  const command = world.commands.get(id)
  if (command === undefined || command.guild_id !== scope) throw unknownCommand()
  return command
}

/** Replaces all commands of a scope. What keeps its type and name keeps its id. */
export function replaceCommands(
  world: World,
  scope: CommandScope,
  seeds: ReadonlyArray<CommandSeed>,
): ReadonlyArray<APIApplicationCommand> {
  requireRoom(seeds)
  const before = commandsIn(world, scope)
  const after = seeds.map((seed) => toCommand(world, scope, seed, before.find(sameAs(seed))?.id))
  for (const command of before) world.commands.remove(command.id)
  for (const command of after) world.commands.put(command)
  announce(world)
  return after
}

/** Registers a command, in place of the one of the same type and name. */
export function registerCommand(
  world: World,
  scope: CommandScope,
  seed: CommandSeed,
): { readonly command: APIApplicationCommand; readonly isNew: boolean } {
  const before = commandsIn(world, scope)
  const known = before.find(sameAs(seed))
  if (known === undefined) requireRoom([...before, seed])
  const command = world.commands.put(toCommand(world, scope, seed, known?.id))
  announce(world)
  return { command, isNew: known === undefined }
}

export function replaceCommand(
  world: World,
  command: APIApplicationCommand,
  seed: CommandSeed,
): APIApplicationCommand {
  const changed = world.commands.put(toCommand(world, command.guild_id, seed, command.id))
  announce(world)
  return changed
}

export function removeCommand(world: World, command: APIApplicationCommand): void {
  world.commands.remove(command.id)
  announce(world)
}

const sameAs = (seed: CommandSeed) => (command: APIApplicationCommand) =>
  command.name === seed.name && command.type === (seed.type ?? ApplicationCommandType.ChatInput)

function requireRoom(commands: ReadonlyArray<{ readonly type?: number | null | undefined }>): void {
  for (const [type, limit] of Object.entries(LIMITS)) {
    if (commands.filter((command) => String(command.type ?? 1) === type).length <= limit) continue
    throw new Refusal({
      status: 400,
      code: RESTJSONErrorCodes.MaximumNumberOfApplicationCommandsReached,
      message: `Maximum number of application commands reached (${limit}).`,
    })
  }
}

const toCommand = (
  world: World,
  scope: CommandScope,
  seed: CommandSeed,
  id: string | undefined,
): APIApplicationCommand =>
  ({
    id: id ?? world.newId(),
    application_id: world.bot.id,
    version: world.newId(),
    type: seed.type ?? ApplicationCommandType.ChatInput,
    name: seed.name,
    name_localizations: seed.name_localizations ?? null,
    description: seed.description ?? "",
    description_localizations: seed.description_localizations ?? null,
    default_member_permissions:
      seed.default_member_permissions === undefined || seed.default_member_permissions === null
        ? null
        : String(seed.default_member_permissions),
    dm_permission: seed.dm_permission ?? true,
    contexts: seed.contexts ?? null,
    integration_types: seed.integration_types ?? [0],
    nsfw: seed.nsfw ?? false,
    ...(seed.options === undefined || seed.options === null ? {} : { options: withoutNulls(seed.options) }),
    ...(scope === undefined ? {} : { guild_id: scope }),
  }) as APIApplicationCommand

const withoutNulls = (options: unknown): unknown =>
  JSON.parse(JSON.stringify(options, (_, value: unknown) => (value === null ? undefined : value)))

const announce = (world: World): void =>
  world.emit({ t: "COMMANDS_UPDATE", d: world.commands.all(), audience: { in: "page" } })
