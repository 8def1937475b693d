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
