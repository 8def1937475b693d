/** What is special about a new agent, as a model fills it in; where none can, the description says it. */
import { Effect, Result, Schema } from "effect"
import type { Model } from "../../../actors/performing/model.ts"
import { Language, type Brain } from "../../../machines/agent/brain.ts"
import type { Message } from "../../../machines/values.ts"
import { fromDescription, type Special } from "./draft.ts"
import type { Persona } from "./patterns.ts"

const text = (longest: number) =>
  Schema.String.check(Schema.isPattern(/\S/), Schema.isMaxCodePoints(longest))
const texts = (most: number, each: number) => Schema.Array(text(each)).check(Schema.isMaxLength(most))

/** What a model is asked for. */
const Filled = Schema.Struct({
  name: text(40),
  role: text(200),
  triggers: texts(20, 40),
  expertise: texts(30, 40),
  language: Language,
  about: text(800),
  samples: texts(5, 200),
})

const instructions = `You write what is special about a new agent of a team in a chat. You get a description, and the persona that it is made from.
Answer with one JSON object and nothing else:
{"name": at most 3 words, "role": what it is for in one sentence, "triggers": 4 to 12 words or phrases in a message that should call it, rare ones, none that the team has, "expertise": 4 to 15 topics, "language": two letters of the language in which it is talked to, "about": what its prompt should say of its task and its limits in 2 to 5 sentences that begin with "You", "samples": 3 messages that it should answer, in the language}`

const asker: Brain = {
  id: "drafter",
  name: "Drafter",
  role: "Drafts agents",
  expertise: [],
  triggers: [],
  language: "en",
  autoRespond: false,
  maxTokens: 900,
  temperature: 0.4,
  tools: [],
  tier: "standard",
  avatar: null,
  prompt: instructions,
}

/** As an agent hears it, of nobody in no channel. */
export const messageOf = (said: string): Message => ({
  id: "1",
  channel: "1",
  guild: null,
  author: { id: "1", name: "somebody" },
  text: said,
  pinged: [],
  called: [],
  matched: [],
  toTeam: true,
  via: null,
})

/** What is asked of a brain that nobody has talked with yet. */
export const promptOf = (brain: Brain, said: string) => ({
  brain,
  message: messageOf(said),
  lent: [],
  session: [],
  digest: null,
  memory: [],
  knowledge: [],
})

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(Filled))

/** The outermost braces: models like to talk around them. */
const jsonIn = (answer: string): string => answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1)

export interface Filling {
  readonly special: Special
  /** A sentence for who asked. */
  readonly how: string
}

export const fill = (
  model: Model["Service"],
  description: string,
  persona: Persona,
  team: ReadonlyArray<Brain>,
): Effect.Effect<Filling> => {
  const byRule = (why: string): Filling => ({
    special: fromDescription(description, persona),
    how: `From the pattern ${persona.id}, chosen by its words; ${why}, so it says what you wrote, in your words.`,
  })
  if (model.offline) return Effect.succeed(byRule("no model is asked offline"))
  const given = JSON.stringify({
    description,
    persona: { name: persona.name, role: persona.role, prompt: persona.body },
    team: team.map(({ name, role, triggers }) => ({ name, role, triggers })),
  })
  return model.think(promptOf(asker, given)).pipe(
    Effect.map((thought): Filling => {
      const filled = decode(jsonIn(thought.text))
      return Result.isSuccess(filled)
        ? { special: filled.success, how: `From the pattern ${persona.id}, filled in by ${thought.model}.` }
        : byRule(`${thought.model} gave no answer that could be read`)
    }),
    Effect.catch(({ reason }) => Effect.succeed(byRule(`the model gave no answer (${reason})`))),
  )
}
