/** Who is who: names, avatars, and telling personas from the bot and from people. */

/** What a user is called. @param {{ global_name?: string | null, username: string }} user */
export function nameOf(user) {
  return user.global_name ?? user.username
}

/** Whether an agent wrote it under its own name: through a webhook, and not as the bot itself. */
export function isPersona(message, bot) {
  return message.webhook_id !== undefined && message.webhook_id !== null && message.author.id !== bot?.id
}

/** Whether an application wrote it in any way. */
export function isApp(message) {
  return message.author.bot === true || (message.webhook_id !== undefined && message.webhook_id !== null)
}

/** Where an author's picture is, or undefined: then initials are drawn. */
export function avatarUrl(author) {
  return author.avatar ? `/avatars/${author.id}/${author.avatar}.png` : undefined
}

export function sameEmoji(a, b) {
  return a.id ? a.id === b.id : a.name === b.name && !b.id
}

/** How an emoji is named in an address: `👍`, or `name:id` for one of a server. */
export function emojiKey(emoji) {
  return emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name
}

/** A seed with which the names of the sample team and of the sample people get hues that lie far apart. */
const seed = 16758

/** A hue for a name, in degrees: the same name has the same colour everywhere. */
export function hueOf(name) {
  let hash = seed
  for (const char of name.toLowerCase()) hash = Math.imul(hash ^ char.codePointAt(0), 16777619)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return ((hash ^ (hash >>> 12)) >>> 0) % 360
}

/** One or two letters to stand for a name. */
export function initialsOf(name) {
  const words = name
    .replaceAll(/[^\p{L}\p{N}\s]/gu, " ")
    .trim()
    .split(/\s+/)
  const letters =
    words.length > 1
      ? [words[0], words.at(-1)].map((word) => [...word][0])
      : [...(words[0] ?? "")].slice(0, 1)
  return letters.join("").toUpperCase() || "?"
}
