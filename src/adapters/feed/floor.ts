/** Who spoke in a channel, and who had asked for it: read from the journal of its conversation. Pure. */
import type { ConversationEvent } from "../../machines/events.ts"
import * as settings from "../../machines/conversation/settings.ts"
import type { Route } from "../../machines/values.ts"

/** Why an agent spoke: a person's message was routed to it, or another agent's answer called it. */
export type Invitation = Exclude<Route, "none"> | "agent"

export interface FloorReport {
  /** Answers by brain id. */
  readonly by: Readonly<Record<string, number>>
  readonly invited: Readonly<Record<Invitation, number>>
  /** Answers that nobody had asked for, an agent's to itself above all. */
  readonly uninvited: number
  /** The most answers that followed from one message of a person. */
  readonly most: number
  /** The longest chain of agents that called each other. */
  readonly deepest: number
}

interface Said {
  readonly brain: string
  readonly calls: ReadonlyArray<string>
  readonly depth: number
  readonly origin: string
}

/** What came of each of a conversation's events, in order. */
export const floorReport = (events: Iterable<ConversationEvent>): FloorReport => {
  const asked = new Map<string, ReadonlyMap<string, Invitation>>()
  const said = new Map<string, Said>()
  const by: Record<string, number> = {}
  const invited = {
    mention: 0,
    keyword: 0,
    manager: 0,
    all: 0,
    auto: 0,
    order: 0,
    lead: 0,
    pipeline: 0,
    agent: 0,
  }
  const answersTo = new Map<string, number>()
  let [uninvited, deepest] = [0, 0]
  let here = settings.unset

  /** Whom nobody has to ask. */
  const unasked = (brain: string): Invitation | undefined => {
    const member = settings.everyone(here).find(({ id }) => id === brain)
    if (member !== undefined && settings.inForce(here).mode === "all") return "all"
    return member?.always === true ? "auto" : undefined
  }

  const count = (brain: string, invitation: Invitation | undefined, origin: string, depth: number) => {
    by[brain] = (by[brain] ?? 0) + 1
    if (invitation === undefined) uninvited++
    else invited[invitation]++
    answersTo.set(origin, (answersTo.get(origin) ?? 0) + 1)
    deepest = Math.max(deepest, depth)
  }

  for (const event of events) {
    if (event.type === "SET") here = settings.set(here, event, { by: event.by, at: 0 })
    if ((event.type === "MESSAGE" || event.type === "CONNECTED") && event.standard !== undefined)
      here = { ...here, standard: event.standard }
    if (event.type === "MESSAGE") {
      const { id, called, matched } = event.message
      const route = called.length > 0 ? "mention" : "keyword"
      const wanted = called.length > 0 ? called : matched
      asked.set(id, new Map(wanted.map((brain) => [brain, route])))
    }
    if (event.type === "ROUTED") {
      const chosen = event.responders.map((brain) => [brain, "manager"] as const)
      asked.set(event.message, new Map([...chosen, ...(asked.get(event.message) ?? [])]))
    }
    if (event.type !== "ANSWERED" || event.messages.length === 0) continue
    const { turn, brain, calls, messages } = event
    const of = turn.slice(0, turn.lastIndexOf(`.${brain}`))
    const caller = said.get(of)
    const isCalled = caller !== undefined && caller.brain !== brain && caller.calls.includes(brain)
    const origin = caller?.origin ?? of
    const depth = (caller?.depth ?? 0) + 1
    said.set(messages.at(-1)!, { brain, calls, depth, origin })
    count(
      brain,
      caller === undefined ? (asked.get(of)?.get(brain) ?? unasked(brain)) : isCalled ? "agent" : undefined,
      origin,
      depth,
    )
  }
  return { by, invited, uninvited, most: Math.max(0, ...answersTo.values()), deepest }
}

/** The report for people, a line each. */
export const floorLines = ({ by, invited, uninvited, most, deepest }: FloorReport): ReadonlyArray<string> => {
  const listed = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .toSorted(([, a], [, b]) => b - a)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")
  return [
    `who spoke    ${listed(by) || "nobody"}`,
    `called by    ${listed(invited) || "nobody"}, uninvited ${uninvited}`,
    `at most      ${most} answers to one message, agents that call each other ${deepest} deep`,
  ]
}
