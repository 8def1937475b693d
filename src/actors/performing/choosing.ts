/**
 * The manager is asked who answers; and says so in the channel, where the operator wants it seen. Where that costs something,
 * budgets are asked first; when one of them is spent, a rule decides, as in a team without a manager.
 */
import { Clock, Effect, Schema } from "effect"
import { address } from "../../machines/address.ts"
import type { Team } from "../../machines/agent/brain.ts"
import type { EffectOf } from "../../machines/effects.ts"
import { Exchange, own, type Person } from "../../machines/values.ts"
import { priceOf } from "./budgets.ts"
import { House } from "./house.ts"
import { Mail } from "../mail.ts"
import { Model, type Familiar, type Responders } from "./model.ts"
import { howAsked, repeated } from "./outcome.ts"
import { named, nameOf, Roster } from "./roster.ts"
import { Voice } from "./voice.ts"

/** Those of the team that listen in a channel. Who leads where the lead does not listen is the first of them. */
const listening = (team: Team, ids: ReadonlyArray<string> | null): Team => {
  if (ids === null) return team
  const agents = team.agents.filter(({ id }) => ids.includes(id))
  return { ...team, agents, lead: ids.includes(team.lead.id) ? team.lead : (agents[0] ?? team.lead) }
}

const unpaid = "a budget is spent, so the manager was not asked"

export const choose = (
  { message, lent, corrections, choices, team: ids, paid }: EffectOf<"Route">,
  again: boolean,
) =>
  Effect.gen(function* () {
    const whole = yield* Roster
    const its = listening(whole, ids)
    const team = paid === false ? { ...its, manager: null } : its
    const model = yield* Model
    const { manager } = team
    if (paid === undefined && manager !== null && team.agents.length > 0 && !model.offline) {
      const turn = `${message.id}.${manager.id}`
      const { guild, author: user } = message
      const texts = [message.text, ...lent.map(({ author, text }) => `${author}: ${text}`)]
      const price = yield* priceOf({ turn, guild, user, brain: manager, texts })
      if (price !== null) return price
    }
    const started = yield* Clock.currentTimeMillis
    const sessions = (yield* House).managerReadsSessions() ? yield* sessionsOf(message.author, team) : []
    const question = { team, message, lent: named(lent, whole), corrections, choices, sessions }
    const choice: Responders =
      team.agents.length === 0
        ? { responders: [], reason: "no agent listens here" }
        : yield* model.route(question).pipe(
            Effect.catch((error) =>
              Effect.succeed({
                responders: [team.lead.id],
                reason: `the manager could not be asked (${error.reason}), so ${team.lead.name} answers`,
              }),
            ),
          )
    const ms = (yield* Clock.currentTimeMillis) - started
    return {
      type: "ROUTED",
      message: message.id,
      responders: [...choice.responders],
      reason: paid === false ? `${choice.reason}; ${unpaid}` : choice.reason,
      ms,
      ...(choice.model !== undefined && { model: choice.model }),
      ...(choice.usage !== undefined && { usage: choice.usage }),
      ...repeated(again),
      ...howAsked(choice),
    } as const
  })

const Sessions = Schema.Struct({ sessions: Schema.Record(Schema.String, Schema.Array(Exchange)) })

/** How far each agent of a team has come with somebody. Never fails: the manager chooses without, too. */
const sessionsOf = (person: Person, { agents }: Team) =>
  Effect.gen(function* () {
    const { context } = yield* (yield* Mail).peek(address("constellation", person.id))
    const { sessions } = yield* Schema.decodeUnknownEffect(Sessions)(context)
    return agents.flatMap(({ id }): ReadonlyArray<Familiar> => {
      const exchanges = own(sessions, id) ?? []
      const last = exchanges.at(-1)
      return last === undefined ? [] : [{ brain: id, exchanges: exchanges.length, last }]
    })
  }).pipe(
    Effect.catch((error) =>
      Effect.as(
        Effect.logWarning(`The manager chooses without the sessions of the agents: ${error._tag}`),
        [],
      ),
    ),
  )

/** In characters. */
const longestReason = 200

/** `→ **Analyst**: it is about numbers`, under the manager's name; the bot says it where the team has no manager. */
export const announce = (
  key: string,
  { channel, message, chosen, reason }: EffectOf<"Announce">,
  again: boolean,
) =>
  Effect.gen(function* () {
    const team = yield* Roster
    const voice = yield* Voice
    const why = reason.replace(/\s+/g, " ").trim()
    const short = why.length <= longestReason ? why : `${why.slice(0, longestReason - 1).toWellFormed()}…`
    const text = `→ ${chosen.map((id) => `**${nameOf(id, team)}**`).join(", ")}${short === "" ? "" : `: ${short}`}`
    if (team.manager === null) yield* voice.notice({ key, channel, text })
    else
      yield* voice.say({
        key,
        turn: `${message}.${team.manager.id}`,
        channel,
        brain: team.manager,
        text,
        answers: message,
        draft: null,
        pingable: [],
        again,
      })
    return null
  }).pipe(
    Effect.catch(({ reason: why }) =>
      Effect.as(Effect.logWarning(`The manager could not say in ${channel} whom it chose: ${why}`), null),
    ),
  )
