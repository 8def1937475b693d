/** Slash commands as Discord describes them, and as it wants to be told of one. */

/** Chat commands and subcommands, each with the options to fill in. */
export function listCommands(commands, channel) {
  return commands
    .filter((command) => (command.type ?? 1) === 1 && usableIn(command, channel))
    .flatMap((command) => branches(command, command.options ?? [], [], command.description))
}

function branches(command, options, path, description) {
  const nested = options.filter((option) => option.type === 1 || option.type === 2)
  if (nested.length === 0) {
    return [{ command, path, name: [command.name, ...path].join(" "), description, options }]
  }
  return nested.flatMap((option) =>
    branches(command, option.options ?? [], [...path, option.name], option.description),
  )
}

/** Discord's contexts: 0 a server, 1 a DM with the bot. */
function usableIn(command, channel) {
  const direct = channel?.type === 1
  if (Array.isArray(command.contexts)) return command.contexts.includes(direct ? 1 : 0)
  return !direct || command.dm_permission !== false
}

/** The data of a command interaction: options below the subcommand that they belong to. */
export function wrap({ command, path }, options) {
  const nested = path.reduceRight(
    (inner, name, at) => [
      { name, type: path.length - at === 1 ? 1 : 2, ...(inner.length > 0 && { options: inner }) },
    ],
    options,
  )
  return { id: command.id, name: command.name, type: 1, ...(nested.length > 0 && { options: nested }) }
}
