/** The options and the weights of a vote, as people type them. */
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import { fewest, most, type Ballot } from "../../../machines/team/ballot.ts"
import { CommandRefused } from "./refused.ts"

/** Of a button. https://discord.com/developers/docs/components/reference#button */
const labelLimit = 80
/** What one vote may count. */
const heaviest = 100

const refused = (sentence: string) => Effect.fail(new CommandRefused({ sentence }))

/** `Tea | Coffee`: two to ten, each of at most 80 characters, none twice. */
export const labelsIn = (text: string): Effect.Effect<ReadonlyArray<string>, CommandRefused> => {
  const labels = text
    .split("|")
    .map((label) => label.replace(/\s+/g, " ").trim())
    .filter((label) => label !== "")
  const long = labels.find((label) => label.length > labelLimit)
  const distinct = new Set(labels.map((label) => label.toLowerCase()))
  if (labels.length < fewest || labels.length > most)
    return refused(
      `A vote needs ${fewest} to ${most} options, separated by "|": I read ${labels.length}. For example: Tea | Coffee.`,
    )
  if (long !== undefined)
    return refused(`"${long.slice(0, 40)}…" is too long for a button: ${labelLimit} characters at most.`)
  if (distinct.size < labels.length) return refused("Two of the options are the same.")
  return Effect.succeed(labels)
}

/** `agents=1 people=2 writer=3 <@123>=0`: what votes count, 0 to 100, by kind or by name; 1 for who is not named. */
export const weightsIn = Effect.fnUntraced(function* (text: string) {
  const { agents } = yield* Roster
  const idOf = (name: string): string | undefined =>
    /^<@!?(\d{1,20})>$/.exec(name)?.[1] ??
    agents.find((agent) => [agent.id, agent.name.toLowerCase()].includes(name))?.id
  let weights: Ballot["weights"] = { people: 1, agents: 1, each: {} }
  for (const word of text.toLowerCase().split(/[\s,;]+/)) {
    if (word === "") continue
    const [, name = "", number = ""] = /^([^=]+)=(\d{1,3}(?:\.\d{1,2})?)$/.exec(word) ?? []
    const weight = Number(number)
    if (name === "" || weight > heaviest)
      return yield* refused(
        `I cannot read the weight "${word.slice(0, 60)}". Write agents=1 people=2, or the name of an agent or a mention of a person, and a number from 0 to ${heaviest}.`,
      )
    if (name === "people" || name === "agents") weights = { ...weights, [name]: weight }
    else {
      const id = idOf(name)
      if (id === undefined)
        return yield* refused(
          `I know no voter "${name.slice(0, 60)}". Weights are for agents, people, an agent by name or a person by mention.`,
        )
      weights = { ...weights, each: { ...weights.each, [id]: weight } }
    }
  }
  return weights
})
