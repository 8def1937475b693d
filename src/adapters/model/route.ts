/** Reads whom the manager chose, and decides when it could not. Pure. */
import { Result, Schema } from "effect"
import type { Question, Responders } from "../../actors/performing/model.ts"
import type { Team } from "../../machines/agent/brain.ts"

/** More agents than this never answer one message. */
export const mostResponders = 3

const Choice = Schema.fromJsonString(
  Schema.Struct({
    responders: Schema.Union([Schema.Array(Schema.String), Schema.String, Schema.Null]),
    reason: Schema.optional(Schema.NullOr(Schema.String)),
  }),
)

const decodeChoice = Schema.decodeUnknownResult(Choice)

/**
 * Understands the JSON that was asked for, alone or amid other text, even cut off after the list; and what managers
 * written by people answer, ids or names with commas between, or `none`. Null: neither.
 */
export const readChoice = (text: string, question: Question): Responders | null => {
  const json = decodeChoice(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1))
  if (Result.isSuccess(json)) {
    const { responders, reason } = json.success
    const named = typeof responders === "string" ? responders.split(",") : (responders ?? [])
    return chosen(named, reason?.trim() || null, question)
  }
  const list = /"responders"\s*:\s*\[([^[\]]*)\]/.exec(text)?.[1] ?? text.trim()
  const named = list.split(",").map(bare)
  return named.every((name) => /^[\p{L}\p{N} -]{0,32}$/u.test(name) && name.split(" ").length <= 3)
    ? chosen(named, null, question)
    : null
}

/** The manager could not be asked, or took too long: the lead answers, so that nobody waits in vain. */
export const leadInstead = (why: string, { team: { lead } }: Question): Responders => ({
  responders: [lead.id],
  reason: `${why}, so ${lead.name} answers`,
})

/** Nobody was chosen: the lead answers what is said to the team, and else nobody speaks. */
export const fallBack = (why: string, { team, message }: Question): Responders =>
  message.toTeam
    ? { responders: [team.lead.id], reason: `${why}; ${team.lead.name} answers what is said to the team` }
    : { responders: [], reason: `${why}; nobody was called, so nobody answers` }

const chosen = (named: ReadonlyArray<string>, reason: string | null, question: Question): Responders => {
  const ids = named.flatMap((name) => idOf(bare(name), question.team) ?? [])
  const responders = [...new Set(ids)].slice(0, mostResponders)
  if (responders.length === 0 && question.message.toTeam)
    return fallBack("the manager named nobody", question)
  const summary =
    responders.length === 0 ? "the manager named nobody" : `the manager chose ${responders.join(", ")}`
  return { responders, reason: reason ?? summary }
}

const idOf = (name: string, { agents }: Team): string | undefined =>
  agents.find(({ id, name: own }) => id === name || own.toLowerCase() === name)?.id

/** Without the quotes, ticks, stops and at-signs that models put around ids. A run of them is tried from its beginning alone. */
const bare = (name: string) =>
  name
    .replace(/^[\s"'`@*.[\]-]+|(?<![\s"'`*.[\]-])[\s"'`*.[\]-]+$/g, "")
    .replace(/\s+/g, " ")
    .toLowerCase()
