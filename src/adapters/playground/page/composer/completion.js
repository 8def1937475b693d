/** What can be completed at the caret: commands, people and agents, channels, emoji. Pure: text and state in, choices out. */
import { listCommands } from "../data/commands.js"
import { findEmojis } from "../data/emoji.js"
import { nameOf } from "../data/names.js"

const most = 50

/**
 * What is being typed before the caret.
 *
 * @returns {{ kind: "command" | "mention" | "channel" | "emoji", query: string, from: number } | undefined}
 */
export function completionAt(text, caret) {
  const before = text.slice(0, caret)
  if (/^\/[\p{L}\p{N}_-]*(?: [\p{L}\p{N}_-]*){0,2}$/u.test(before))
    return { kind: "command", query: before.slice(1), from: 0 }
  const mention = /(?:^|[\s(])@([\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.-]+)?)$/u.exec(before)
  if (mention) return { kind: "mention", query: mention[1], from: caret - mention[1].length - 1 }
  const channel = /(?:^|[\s(])#([\p{L}\p{N}_-]*)$/u.exec(before)
  if (channel) return { kind: "channel", query: channel[1], from: caret - channel[1].length - 1 }
  const emoji = /(?:^|\s):([a-z]{2,})$/.exec(before)
  if (emoji) return { kind: "emoji", query: emoji[1], from: caret - emoji[1].length - 1 }
  return undefined
}

/** Choices for what is being typed: `{ label, detail, insert | command | user | agent }`. */
export function completions({ kind, query }, state) {
  const channel = state.channels.get(state.current)
  if (kind === "command") {
    const all = listCommands(state.commands, channel)
    return ranked(all, query, (entry) => entry.name).map((entry) => ({
      label: `/${entry.name}`,
      detail: entry.description,
      options: entry.options,
      command: entry,
    }))
  }
  if (kind === "mention")
    return ranked(mentionable(state, channel), query, (entry) => entry.label).slice(0, most)
  if (kind === "channel") {
    const places = [...state.channels.values()].filter(
      (place) => place.guild_id === channel?.guild_id && place.name,
    )
    return ranked(places, query, (place) => place.name)
      .slice(0, most)
      .map((place) => ({ label: `#${place.name}`, detail: place.topic ?? "", insert: `#${place.name} ` }))
  }
  return findEmojis(query)
    .slice(0, 12)
    .map(({ char, words }) => ({ label: `:${words[0]}:`, detail: "", lead: char, insert: `${char} ` }))
}

function mentionable(state, channel) {
  const guild = state.guilds.find((one) => one.id === channel?.guild_id)
  const users = guild?.members ?? [state.bot, ...state.people]
  const named = [...state.agents.values()].map((agent) => ({
    label: agent.name,
    detail: agent.role ?? "agent",
    insert: `@${agent.name} `,
    agent,
  }))
  const people = users.filter(Boolean).map((user) => ({
    label: nameOf(user),
    detail: user.bot ? "app" : `@${user.username}`,
    insert: `@${nameOf(user)} `,
    user,
  }))
  return [...named, ...people]
}

/** Those that begin with the query, then those that hold it. */
export function ranked(entries, query, textOf) {
  const wanted = query.trim().toLowerCase()
  const texts = entries.map((entry) => ({ entry, text: textOf(entry).toLowerCase() }))
  const first = texts.filter(({ text }) => text.startsWith(wanted))
  const then = texts.filter(({ text }) => !text.startsWith(wanted) && text.includes(wanted))
  return [...first, ...then].map(({ entry }) => entry)
}
