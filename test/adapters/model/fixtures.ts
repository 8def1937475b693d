/** A small team and what is said to it. */
import type { ModelFailed, Prompt, Question } from "../../../src/actors/performing/model.ts"
import type { Brain, Team } from "../../../src/machines/agent/brain.ts"
import type { Line, Message } from "../../../src/machines/values.ts"

export const brain = (id: string, over: Partial<Brain> = {}): Brain => ({
  id,
  name: id[0]!.toUpperCase() + id.slice(1),
  role: "Helps",
  expertise: [],
  triggers: [],
  language: "en",
  autoRespond: false,
  maxTokens: 400,
  temperature: 0.5,
  tools: [],
  tier: "standard",
  avatar: null,
  prompt: `You are ${id}.`,
  ...over,
})

export const strategist = brain("strategist", {
  role: "Turns aims into a plan: goals, priorities, risks",
  triggers: ["plan", "roadmap", "deadline"],
  tier: "premium",
})
export const writer = brain("writer", {
  role: "Writes and edits text: drafts, headlines, tone",
  triggers: ["draft", "headline", "blog post"],
})
export const analyst = brain("analyst", {
  role: "Reads data: numbers, trends, experiments",
  triggers: ["data", "percent", "survey"],
})
export const manager = brain("manager", { tier: "lite", maxTokens: 50, temperature: 0, prompt: "You route." })

export const team: Team = { agents: [analyst, strategist, writer], manager, lead: strategist }

export const message = (text: string, over: Partial<Message> = {}): Message => ({
  id: "100",
  channel: "200",
  guild: null,
  author: { id: "300", name: "Ana" },
  text,
  pinged: [],
  called: [],
  matched: [],
  toTeam: false,
  via: null,
  ...over,
})

export const line = (author: string, text: string, of: string | null = null): Line => ({
  id: `${author}.${text.length}`,
  author,
  brain: of,
  text,
  at: 0,
})

export const prompt = (text: string, over: Partial<Prompt> = {}): Prompt => ({
  brain: writer,
  message: message(text),
  lent: [],
  session: [],
  memory: [],
  digest: null,
  knowledge: [],
  ...over,
})

export const question = (
  text: string,
  over: Partial<Message> = {},
  lent: ReadonlyArray<Line> = [],
  corrections: Question["corrections"] = [],
  more: Partial<Question> = {},
): Question => ({
  team,
  message: message(text, over),
  lent,
  corrections,
  choices: [],
  sessions: [],
  ...more,
})

/** What a failure tells. */
export const told = (error: unknown) => {
  const { _tag, reason, remedy } = error as ModelFailed
  return { _tag, reason, remedy }
}
