/** What places are called. */
import { nameOf } from "../data/names.js"

/** Discord's channel types that are threads. */
export function isThread(channel) {
  return [10, 11, 12].includes(channel.type)
}

/** @param {object} channel Discord's @param {object} state */
export function channelTitle(channel, state) {
  if (channel.type === 1) return nameOf(state.bot ?? { username: "Direct message" })
  return channel.name
}

/** The place as one says it: `#general`, a thread's or a person's name. */
export function spokenTitle(channel, state) {
  return channel.type === 0 ? `#${channel.name}` : channelTitle(channel, state)
}
