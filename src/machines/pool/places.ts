/**
 * Where each who waits stands, and how long that may take: what their conversations are told of it.
 *
 * The estimate: of `c` agents that have a turn, each for `h` on average (measured: `turnTakes`), one ends every `h / c`; so the
 * n-th who waits for one of them has it after about `n · h / c`. Who needs tools waits until those with other needs who stand
 * before them are served, at the pace of all agents, and then until those with the same needs are, at the pace of the agents that
 * have the tools. It holds however long the agents have had their turns, if what turns take is exponentially distributed.
 */
import { kindOf } from "../address.ts"
import { homeOf } from "./allocation.ts"
import { indexOf } from "./agents-index.ts"
import type { Change, Roll } from "./state.ts"
import { ticketsOf, type Place, type Ticket } from "./tickets.ts"

export interface News extends Place {
  readonly ticket: Ticket
}

/** Nobody is told anything in the first moments, nor more often than that, in ms. */
const newsTime = 2000
/** Who is told at once, at most. */
const mostAtOnce = 100

/** Tens of seconds, then minutes: nobody knows better. */
const rounded = (ms: number): number => {
  const step = ms < 55_000 ? 10_000 : 60_000
  return Math.max(1, Math.round(ms / step)) * step
}

/** What there is to tell, in turn. */
export const news = (roll: Roll, at: number): ReadonlyArray<News> => {
  const agents = indexOf(roll.slots, at)
  const all = agents.states.busy + agents.states.leaving
  const alike = new Map<string, number>()
  const found: Array<News> = []
  let place = 0
  for (const { value: ticket } of ticketsOf(roll.queue).all) {
    const { turn, need, since, told } = ticket
    place++
    const tools = need.tools.join(" ")
    const before = (alike.get(tools) ?? 0) + 1
    alike.set(tools, before)
    if (kindOf(turn.conversation) !== "conversation" || at - since < newsTime) continue
    const able = agents.held(homeOf(turn), need)
    const about = able === 0 ? null : rounded(roll.turnTakes * ((place - before) / all + before / able))
    if (told?.place === place && told.about === about) continue
    found.push({ ticket, place, about })
    if (found.length === mostAtOnce) break
  }
  return found
}

/** They know. */
export const told = (roll: Roll, all: ReadonlyArray<News>, at: number): Change => ({
  newsAt: at,
  queue: all.reduce(
    (queue, { ticket, place, about }) => queue.set(ticket.turn.id, { ...ticket, told: { place, about } }),
    roll.queue,
  ),
})

/** How long until somebody may be told again, in ms. */
export const untilNews = ({ newsAt }: Roll, at: number): number =>
  Math.min(newsTime, Math.max(0, newsAt + newsTime - at))
