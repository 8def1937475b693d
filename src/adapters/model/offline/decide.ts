/** What becomes of a message, as the conversation's chart decides it, without Discord and without a model. Pure. */
import { noRules, standardOf, type Laid } from "../../../actors/performing/house.ts"
import type { Question } from "../../../actors/performing/model.ts"
import type { Brain, Team } from "../../../machines/agent/brain.ts"
import { guards } from "../../../machines/conversation/guards.ts"
import { nextInOrder } from "../../../machines/conversation/coordination.ts"
import { open, type Floor } from "../../../machines/conversation/floor.ts"
import { leadOf } from "../../../machines/conversation/handing-on.ts"
import { calledIn } from "../../../machines/conversation/routing.ts"
import { everyone, inForce, listens } from "../../../machines/conversation/settings.ts"
import * as turns from "../../../machines/conversation/turns.ts"
import type { Line, Message, Route } from "../../../machines/values.ts"
import { heardIn, matchedIn } from "../../routing/triggers.ts"
import { route } from "./route.ts"
import { listed } from "./words.ts"

export interface Decision {
  /** Ids of the agents that answer; none: the message is people's own. */
  readonly responders: ReadonlyArray<string>
  readonly route: Route
  /** A sentence for people. */
  readonly reason: string
}

/** A message in its conversation; `team` is all of it, `question` what the manager would be asked. */
export interface Situation {
  readonly team: Team
  /** With the message, and it alone, in the inbox. */
  readonly floor: Floor
  readonly question: Question
}

/** As the conversation's chart goes about it, with the deterministic manager. */
export const decideIn = ({ team, floor, question }: Situation): Decision => {
  const args = { context: floor, event: { type: "ALLOCATE", at: 0 } as const }
  const nobody = (reason: string): Decision => ({ responders: [], route: "none", reason })
  const given = (some: ReadonlyArray<turns.Responder>, why: string): Decision => {
    const extra = some.filter((one) => one.route === "auto").map(({ brain }) => nameIn(team, brain))
    const reasons = [
      ...(why === "" ? [] : [why]),
      ...(extra.length === 0 ? [] : [`${listed(extra)} always answers`]),
    ]
    return {
      responders: some.map(({ brain }) => brain),
      route: some[0]?.route ?? "none",
      reason: reasons.join("; "),
    }
  }
  if (guards.isHalted(args)) return nobody(`${floor.halted?.by.name} has halted this conversation`)
  if (guards.isOff(args)) return nobody("agents are off here")
  if (guards.isCalled(args)) {
    const called = turns.called(floor)
    return given(called, `it calls ${listed(called.map(({ brain }) => nameIn(team, brain)))} by name`)
  }
  if (guards.isForAll(args)) return given(turns.all(floor), "every agent answers here")
  if (guards.isForNextInOrder(args)) {
    const next = nextInOrder(floor)
    return given(turns.responders("order", [next]), `it is the turn of ${nameIn(team, next)}`)
  }
  if (guards.isForLead(args)) {
    const lead = leadOf(floor)!
    return given(turns.responders("lead", [lead]), `${nameIn(team, lead)} leads here, and may hand parts on`)
  }
  if (guards.isForLine(args)) {
    const all = everyone(floor.settings).map(({ id }) => id)
    return given(
      turns.responders("pipeline", all),
      "all answer in order, each after it has read what the one before it said",
    )
  }
  if (guards.isMatched(args))
    return given(turns.matched(floor), wordsHeard(question.message.text, floor, team))
  if (guards.isForManager(args)) {
    const { responders, reason } = route(question)
    const chosen = turns.chosen(floor, responders)
    return chosen.length === 0 ? nobody(reason) : given(chosen, responders.length === 0 ? "" : reason)
  }
  if (guards.isForAlways(args)) return given(turns.unasked(floor), "")
  return nobody(
    `nobody is called by name${inForce(floor.settings).mode === "mentions" ? "" : " or by a word"}`,
  )
}

const nameIn = ({ agents }: Team, id: string): string => agents.find((brain) => brain.id === id)?.name ?? id

const wordsHeard = (text: string, { settings }: Floor, { agents }: Team): string =>
  heardIn(withoutMarkup(text), agents)
    .filter(({ brain }) => listens(settings, brain.id))
    .map(heardAs)
    .join("; ")

/** `Writer listens for “draft” and heard “drafts”`. */
export const heardAs = ({
  brain,
  trigger,
  words,
}: {
  brain: Brain
  trigger: string
  words: string
}): string =>
  `${brain.name} listens for “${trigger}”${words.toLowerCase() === trigger ? "" : ` and heard “${words}”`}`

/** Discord's markup for people, roles and channels. https://discord.com/developers/docs/reference#message-formatting */
const markup = /<(@[!&]?|#)\d+>/g
export const withoutMarkup = (text: string): string => text.replace(markup, " ")

/** A person of the channel, as people see her mentioned. */
const person = /(?<!\S)@(?!everyone\b|here\b)\p{L}|<@!?\d+>/u

/** The agents are not alone with whoever speaks: what is not for them is for somebody else. */
const others: Line = { id: "0", author: "somebody else", brain: null, text: "", at: 0 }

const messageOf = (text: string, { agents }: Team): Message => ({
  id: "1",
  channel: "1",
  guild: null,
  author: { id: "1", name: "somebody" },
  text,
  pinged: person.test(text) ? ["2"] : [],
  called: [...calledIn(withoutMarkup(text), agents)],
  matched: [...matchedIn(withoutMarkup(text), agents)],
  toTeam: false,
  via: null,
})

/** A message by itself, in a channel with others. */
export const asQuestion = (text: string, team: Team): Question => ({
  team,
  message: messageOf(text, team),
  lent: [others],
  corrections: [],
  choices: [],
  sessions: [],
})

/**
 * What becomes of messages one after the other, each by itself, in a channel with others: as the operator lays it down, with the
 * deterministic manager.
 */
export const decideAll = (
  texts: ReadonlyArray<string>,
  team: Team,
  laid: Laid = noRules.standard(),
): ReadonlyArray<Decision> => {
  const settings = { standard: standardOf({ ...noRules, standard: () => laid }, team), own: {}, setBy: {} }
  let lastInOrder: string | null = null
  return texts.map((text) => {
    const question = asQuestion(text, team)
    const { message } = question
    const floor: Floor = { ...open(message.channel), settings, inbox: [message], lastInOrder }
    const decision = decideIn({ team, floor, question })
    if (decision.route === "order") lastInOrder = decision.responders[0] ?? null
    return decision
  })
}

export const decide = (text: string, team: Team): Decision => decideAll([text], team)[0]!
