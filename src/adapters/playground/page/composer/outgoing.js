/** From what is written to what Discord wants: names become mentions. Code stays as it is. */

/**
 * @param {string} text
 * @param {{ users: ReadonlyArray<{ name: string, id: string }>, channels: ReadonlyArray<{ name: string, id: string }>, agents: ReadonlyArray<string> }} known
 */
export function outgoing(text, { users, channels, agents }) {
  const mentions = [
    ...agents.map((name) => ({ written: `@${name}`, sent: `@${name}` })),
    ...users.map(({ name, id }) => ({ written: `@${name}`, sent: `<@${id}>` })),
    ...channels.map(({ name, id }) => ({ written: `#${name}`, sent: `<#${id}>` })),
  ].toSorted((a, b) => b.written.length - a.written.length)
  return text
    .trim()
    .split(/(```[\s\S]*?```|`[^`\n]*`|https?:\/\/\S+)/)
    .map((part, at) => (at % 2 === 1 ? part : replaceNames(part, mentions)))
    .join("")
}

function replaceNames(text, mentions) {
  let result = ""
  let at = 0
  while (at < text.length) {
    const found =
      /[@#]/.test(text[at]) && !/[\w<@#]/.test(text[at - 1] ?? "") ? nameAt(text, at, mentions) : undefined
    result += found?.sent ?? text[at]
    at += found?.written.length ?? 1
  }
  return result
}

function nameAt(text, at, mentions) {
  const rest = text.slice(at).toLowerCase()
  return mentions.find(
    ({ written }) => rest.startsWith(written.toLowerCase()) && !/^[\w-]/.test(rest.slice(written.length)),
  )
}
