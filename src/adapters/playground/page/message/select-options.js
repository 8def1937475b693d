/** What a select offers: its own options, or the people and channels of the place it stands in. */
import { nameOf } from "../data/names.js"

/** @param {object} node a select component of Discord's @param {object} state @param {string} channelId */
export function selectOptions(node, state, channelId) {
  if (node.type === 3) {
    return (node.options ?? []).map((option) => ({
      label: option.label,
      value: option.value,
      description: option.description ?? undefined,
      lead: option.emoji?.name && !option.emoji.id ? option.emoji.name : undefined,
      chosen: option.default === true,
    }))
  }
  const defaults = new Set((node.default_values ?? []).map((value) => value.id))
  const guildId = state.channels.get(channelId)?.guild_id
  const all =
    node.type === 8
      ? channelsOf(state, guildId, node.channel_types)
      : node.type === 6
        ? []
        : usersOf(state, guildId)
  return all.map((option) => ({ ...option, chosen: defaults.has(option.value) }))
}

/** Everybody of a guild, or the two of a DM. */
export function usersOf(state, guildId) {
  const guild = state.guilds.find((candidate) => candidate.id === guildId)
  const users = guild?.members ?? [...state.people, state.bot]
  return users.map((user) => ({ label: nameOf(user), value: user.id, description: `@${user.username}` }))
}

/** @param {ReadonlyArray<number>} [types] Discord's channel types; all without it */
export function channelsOf(state, guildId, types) {
  return [...state.channels.values()]
    .filter(
      (channel) => channel.guild_id === guildId && (types === undefined || types.includes(channel.type)),
    )
    .map((channel) => ({ label: `#${channel.name}`, value: channel.id }))
}
