/** Who the agents are: from what they said, and, before that, from the choices that commands offer for them. */
import { Interaction } from "./api.js"
import { listCommands, wrap } from "./commands.js"
import { isPersona } from "./names.js"

const aboutAgents = /^(agent|persona|partner|brain)/i

/** Remembers the agents that wrote these messages. @returns {string[]} the topics that changed */
export function noteSpeakers(state, messages) {
  let news = false
  for (const message of messages) {
    if (!isPersona(message, state.bot)) continue
    const { username: name, id, avatar } = message.author
    const known = state.agents.get(name.toLowerCase())
    if (known?.id === id && known.avatar === avatar) continue
    state.agents.set(name.toLowerCase(), { ...known, name, id, avatar })
    news = true
  }
  return news ? ["agents"] : []
}

/** Remembers the agents that choices name: `Name`, or `Name: what it does`. @returns {string[]} the topics that changed */
export function noteChoices(state, choices) {
  for (const choice of choices) {
    const [, name, role] = /^([^:]{1,80}?)(?:\s*:\s+(.+))?$/s.exec(choice.name) ?? []
    if (name === undefined) continue
    state.agents.set(name.toLowerCase(), { name, ...state.agents.get(name.toLowerCase()), role })
  }
  return choices.length > 0 ? ["agents"] : []
}

/** Asks the first command that takes an agent whom it may take. The bot may be away: then agents show once they speak. */
export async function learnAgents({ store, api }) {
  const { state } = store
  const channel = state.channels.get(state.current)
  if (channel === undefined) return
  const found = listCommands(state.commands, channel)
    .map((entry) => ({
      entry,
      option: entry.options.find((option) => option.type === 3 && aboutAgents.test(option.name)),
    }))
    .find(({ option }) => option?.choices !== undefined || option?.autocomplete === true)
  if (found === undefined) return
  const { entry, option } = found
  if (option.choices !== undefined) store.touch(...noteChoices(state, option.choices))
  else {
    const focused = { name: option.name, type: option.type, value: "", focused: true }
    const ask = api.interact(state.current, Interaction.autocomplete, wrap(entry, [focused]))
    const { choices } = await ask.catch(() => ({ choices: [] }))
    store.touch(...noteChoices(state, choices))
  }
}
