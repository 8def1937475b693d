/** Agents as people name them in the options of commands. */
import type { APIApplicationCommandOptionChoice } from "discord-api-types/v10"
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import type { Brain } from "../../../machines/agent/brain.ts"
import { cut } from "./looked.ts"
import { CommandRefused } from "./refused.ts"

/** The agent of that id, or of that name, or who answers in its place: who does not wait for the choices types it. */
export const agentNamed = Effect.fnUntraced(function* (text: string) {
  const { agents, away = [] } = yield* Roster
  const typed = text.trim().toLowerCase()
  const isMeant = ({ id, name }: Brain) => id === typed || name.toLowerCase() === typed
  const gone = away.find((one) => isMeant(one.brain))
  const brain = agents.find(isMeant) ?? gone?.successor
  if (brain) return brain
  if (gone !== undefined)
    return yield* new CommandRefused({ sentence: `${gone.brain.name} is switched off at the moment.` })
  const names = agents.map(({ name }) => name).join(", ")
  return yield* new CommandRefused({
    sentence: `Nobody here is called "${cut(typed, 100)}". You can ask ${names}.`,
  })
})

/** Several, separated by commas, each once: `all` for everyone, `none` for nobody. */
export const agentsNamed = Effect.fnUntraced(function* (text: string) {
  const typed = text.trim().toLowerCase()
  if (typed === "" || typed === "none") return []
  if (typed === "all") return (yield* Roster).agents
  const names = text.split(",").filter((name) => name.trim() !== "")
  const named: ReadonlyArray<Brain> = yield* Effect.forEach(names, agentNamed)
  return [...new Set(named)]
})

/** Agents, of those that `isMeant`, whose name or role holds what is typed so far. */
export const choicesOf = Effect.fnUntraced(function* (
  typed: string,
  isMeant: (brain: Brain) => boolean = () => true,
) {
  const { agents } = yield* Roster
  const sought = typed.trim().toLowerCase()
  return agents
    .filter(isMeant)
    .filter(({ id, name, role }) => `${id} ${name} ${role}`.toLowerCase().includes(sought))
    .map(({ id, name, role }): APIApplicationCommandOptionChoice<string> => ({
      name: `${name}: ${role}`,
      value: id,
    }))
})

export const offerAgents = (typed: string) => choicesOf(typed)
