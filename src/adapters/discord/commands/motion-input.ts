/** The sides and the judge of a debate, as people type them. */
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import type { Brain } from "../../../machines/agent/brain.ts"
import { fewestSides, mostSides, type Motion } from "../../../machines/team/motion.ts"
import { agentNamed } from "./named.ts"
import { CommandRefused } from "./refused.ts"

const positionLimit = 200

const refused = (sentence: string) => Effect.fail(new CommandRefused({ sentence }))

/** `analyst: trains | writer: planes`, or `analyst | writer`, with commas as well where nobody has a position. */
export const sidesIn = Effect.fnUntraced(function* (text: string) {
  const parts = text
    .split(text.includes("|") || text.includes(":") ? "|" : ",")
    .map((part) => part.replace(/\s+/g, " ").trim())
    .filter((part) => part !== "")
  if (parts.length < fewestSides || parts.length > mostSides)
    return yield* refused(
      `A debate has ${fewestSides} to ${mostSides} sides, separated by "|": I read ${parts.length}. For example: analyst: for it | writer: against it.`,
    )
  const sides = yield* Effect.forEach(parts, (part) => {
    const [, name = "", position = ""] = /^([^:]*):?(.*)$/.exec(part) ?? []
    return Effect.map(agentNamed(name), (brain): Motion["sides"][number] => ({
      brain: brain.id,
      name: brain.name,
      position: position.trim(),
    }))
  })
  if (new Set(sides.map(({ brain }) => brain)).size < sides.length)
    return yield* refused("Nobody debates with themselves: each side is another agent.")
  const long = sides.find(({ position }) => position.length > positionLimit)
  if (long !== undefined)
    return yield* refused(
      `The position of ${long.name} is too long: ${positionLimit} characters at most. What more there is to say goes into the topic.`,
    )
  return sides
})

/** The agent that is named, else the team's lead, else the first: no side judges. */
export const judgeFor = Effect.fnUntraced(function* (name: string | null, sides: Motion["sides"]) {
  const isSide = ({ id }: Brain) => sides.some(({ brain }) => brain === id)
  if (name !== null) {
    const named = yield* agentNamed(name)
    return isSide(named) ? yield* refused(`${named.name} takes a side, and so cannot judge.`) : named
  }
  const { agents, lead } = yield* Roster
  const judge = [lead, ...agents].find((agent) => !isSide(agent))
  return judge ?? (yield* refused("Nobody is left to judge: leave one agent of the team without a side."))
})
