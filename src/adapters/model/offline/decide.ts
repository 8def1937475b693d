/** What becomes of a message, as the conversation's chart decides it, without Discord and without a model. Pure. */
import type { Question } from "../../../actors/model.ts"
import type { Team } from "../../../machines/brain.ts"
import { mostEach } from "../../../machines/floor.ts"
import { calledIn } from "../../../machines/routing.ts"
import type { Line, Route } from "../../../machines/values.ts"
import { heardIn } from "../../routing/triggers.ts"
import { route } from "./route.ts"
import { listed } from "./words.ts"

export interface Decision {
  /** Ids of the agents that answer, at most three; none: the message is people's own. */
  readonly responders: ReadonlyArray<string>
  readonly route: Route
  /** A sentence for people. */
  readonly reason: string
}

/** The agents are not alone with whoever speaks: what is not for them is for somebody else. */
const others: Line = { id: "0", author: "somebody else", brain: null, text: "", at: 0 }

/** Discord's markup for people, roles and channels. https://discord.com/developers/docs/reference#message-formatting */
const markup = /<(@[!&]?|#)\d+>/g
/** A person of the channel, as people see her mentioned. */
const person = /(?<!\S)@(?!everyone\b|here\b)\p{L}|<@!?\d+>/u

const messageOf = (text: string): Question["message"] => ({
  id: "1",
  channel: "1",
  guild: null,
  author: { id: "1", name: "somebody" },
  text,
  pinged: person.test(text) ? ["2"] : [],
  called: [],
  matched: [],
  toTeam: false,
  via: null,
})

/** By name, else by a trigger word, else as the deterministic manager ranks them; each text by itself, in a channel with others. */
export const decide = (text: string, team: Team): Decision => {
  const nameOf = (id: string) => team.agents.find((brain) => brain.id === id)!.name
  const said = text.replace(markup, " ")
  const called = calledIn(said, team.agents).slice(0, mostEach)
  if (called.length > 0) {
    return { responders: called, route: "mention", reason: `it calls ${listed(called.map(nameOf))} by name` }
  }
  const heard = heardIn(said, team.agents).slice(0, mostEach)
  if (heard.length > 0) {
    const reasons = heard.map(
      ({ brain, trigger, words }) =>
        `${brain.name} listens for “${trigger}”${words.toLowerCase() === trigger ? "" : ` and heard “${words}”`}`,
    )
    return { responders: heard.map(({ brain }) => brain.id), route: "keyword", reason: reasons.join("; ") }
  }
  const { responders, reason } = route({
    team,
    message: messageOf(text),
    lent: [others],
    corrections: [],
    choices: [],
    sessions: [],
  })
  return { responders, route: responders.length > 0 ? "manager" : "none", reason }
}
