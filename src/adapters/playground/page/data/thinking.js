/** Whose thoughts the bot's typing stands for. Discord says only that the bot types; the question says whom it called. */
import { isApp } from "./names.js"

/** Agents that the newest question calls by name and that have not answered it yet. @returns {string[]} */
export function thinkers(state, channelId) {
  const messages = state.logs.get(channelId)?.messages ?? []
  const asked = messages.findLastIndex((message) => !isApp(message))
  if (asked < 0) return []
  const question = messages[asked].content?.toLowerCase() ?? ""
  const answered = new Set(messages.slice(asked + 1).map((message) => message.author.username.toLowerCase()))
  return [...state.agents.entries()]
    .filter(([key]) => question.includes(`@${key}`) && !answered.has(key))
    .map(([, { name }]) => name)
}
