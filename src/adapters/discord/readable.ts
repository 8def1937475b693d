/** Discord's markup for people, roles, channels and emoji, as a model or a person reads it. */
import type { Message, User } from "./shapes.ts"

/** Names that a message does not bring with it, when somebody knows them. */
export interface Names {
  readonly role: (id: string) => string | undefined
  readonly channel: (id: string) => string | undefined
}

export const noNames: Names = { role: () => undefined, channel: () => undefined }

/** What people see: the nickname in this server, else the display name, else the user name. */
export const nameOf = (user: User, member?: { readonly nick?: string | null }): string =>
  member?.nick ?? user.global_name ?? user.username

/** A message's text with `<@id>` as `@Name` and so on, and what is attached named at its end. */
export const readable = (message: Message, names: Names): string => {
  const people = new Map(message.mentions?.map((user) => [user.id, nameOf(user, user.member)]))
  const text = message.content
    .replace(/<@!?(\d+)>/g, (_, id: string) => `@${people.get(id) ?? "someone"}`)
    .replace(/<@&(\d+)>/g, (_, id: string) => `@${names.role(id) ?? "role"}`)
    .replace(/<#(\d+)>/g, (_, id: string) => `#${names.channel(id) ?? "channel"}`)
    .replace(/<a?(:\w+:)\d+>/g, "$1")
  const attached = [
    ...(message.attachments ?? []).map(({ filename }) => `[attached: ${filename}]`),
    ...(message.sticker_items ?? []).map(({ name }) => `[sticker: ${name}]`),
  ]
  return bounded([text, ...attached].filter((part) => part !== "").join("\n"))
}

/** The longest text that goes to an actor, in characters. */
export const textLimit = 4000

export const bounded = (text: string): string =>
  text.length <= textLimit ? text : text.slice(0, textLimit).replace(/[\uD800-\uDBFF]$/, "")
