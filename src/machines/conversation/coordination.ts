/**
 * How a team works together when nobody is called by name, where that is laid down: in order (`round_robin`), under a lead
 * (`supervisor`), or one after the other on the same thing (`pipeline`). Otherwise words and the manager decide (`hybrid`).
 */
import type { Change, Floor } from "./floor.ts"
import { leadOf } from "./handing-on.ts"
import { everyone, inForce, type Coordination } from "./settings.ts"
import { give, responders, type Responder } from "./turns.ts"

/** Whether the next message, which calls nobody, is the whole team's in this way. */
export const isFor = (floor: Floor, how: Coordination): boolean => {
  const message = floor.inbox[0]
  const { mode, coordination } = inForce(floor.settings)
  return (
    coordination === how &&
    message?.via === null &&
    (mode === "keywords" || mode === "manager" || (mode === "mentions" && message.toTeam)) &&
    everyone(floor.settings).length > 0
  )
}

const ids = ({ settings }: Floor): ReadonlyArray<string> => everyone(settings).map(({ id }) => id)

/** Whose turn it is: the agent after the one that had the last, of those that listen here. */
export const nextInOrder = (floor: Floor): string => {
  const all = floor.settings.standard.agents.map(({ id }) => id)
  const last = floor.lastInOrder === null ? -1 : all.indexOf(floor.lastInOrder)
  const listening = ids(floor)
  return all.slice(last + 1).find((id) => listening.includes(id)) ?? listening[0]!
}

export const giveInOrder = (floor: Floor): Change => {
  const next = nextInOrder(floor)
  return { ...give(floor, responders("order", [next])), lastInOrder: next }
}

export const giveToLead = (floor: Floor): Change => give(floor, responders("lead", [leadOf(floor)!]))

/** All of them, each when the one before it has spoken. */
export const giveToLine = (floor: Floor): Change => give(floor, inLine(floor))

const inLine = (floor: Floor): ReadonlyArray<Responder> => responders("pipeline", ids(floor))
