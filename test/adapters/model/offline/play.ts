/** A channel with the sample team and the offline model, message by message, as a conversation lends lines and keeps sessions. */
import { join } from "node:path"
import { Effect } from "effect"
import type { Prompt } from "../../../../src/actors/performing/model.ts"
import * as Brains from "../../../../src/adapters/brains/brains.ts"
import { offlineModel } from "../../../../src/adapters/model/offline/model.ts"
import type { Team } from "../../../../src/machines/agent/brain.ts"
import { builtIn } from "../../../../src/machines/conversation/settings.ts"
import { calledIn } from "../../../../src/machines/conversation/routing.ts"
import { matchedIn } from "../../../../src/adapters/routing/triggers.ts"
import type { Exchange, Line } from "../../../../src/machines/values.ts"
import { block } from "../../../support/block.ts"
import { message } from "../fixtures.ts"

export interface Reply {
  readonly prompt: Prompt
  readonly name: string
  readonly text: string
}

export const sampleTeam = (): Promise<Team> =>
  Effect.runPromise(
    Effect.map(Brains.load(join(import.meta.dirname, "../../../../brains")), ({ team }) => team),
  )

export const channelOf = (team: Team) => {
  const lines: Array<Line> = []
  const sessions = new Map<string, ReadonlyArray<Exchange>>()

  /** Says it, and returns what is answered. */
  const says = (name: string, text: string): ReadonlyArray<Reply> => {
    const id = String(1000 + lines.length)
    const asked = message(text, {
      id,
      author: { id: "300", name },
      called: [...calledIn(text, team.agents)],
      matched: [...matchedIn(text, team.agents)],
    })
    const before = lines.slice(-builtIn.lent)
    lines.push({ id, author: name, brain: null, text, at: 0 })
    return whoAnswers(asked, before).map((of) => {
      const brain = team.agents.find(({ id }) => id === of)!
      const session = sessions.get(`${name}/${of}`) ?? []
      const prompt: Prompt = {
        brain,
        message: asked,
        lent: before,
        session,
        memory: [block("user")],
        digest: null,
        knowledge: [],
      }
      const answer = Effect.runSync(offlineModel.think(prompt)).text
      sessions.set(`${name}/${of}`, [...session, { asked: text, answered: answer, at: 0 }])
      lines.push({ id: `${id}.${of}`, author: of, brain: of, text: answer, at: 0 })
      return { prompt, name: brain.name, text: answer }
    })
  }

  const whoAnswers = (asked: Prompt["message"], before: ReadonlyArray<Line>): ReadonlyArray<string> => {
    if (asked.called.length > 0) return asked.called
    if (asked.matched.length > 0) return asked.matched
    return Effect.runSync(
      offlineModel.route({ team, message: asked, lent: before, corrections: [], choices: [], sessions: [] }),
    ).responders
  }

  return { says }
}
