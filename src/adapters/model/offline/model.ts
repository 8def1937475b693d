/** The model for when there is none: free, deterministic, honest about what it is. */
import { Effect } from "effect"
import type { Material, Model, Prompt, Thought } from "../../../actors/performing/model.ts"
import { unlabelled, label } from "./label.ts"
import { reply } from "./answer.ts"
import { digest } from "./digest.ts"
import { route } from "./route.ts"
import { wishes } from "./tools.ts"
import { tokens } from "./words.ts"

export const offlineModel: Model["Service"] = {
  label,
  offline: true,
  think: (prompt, heed) =>
    Effect.sync(() => {
      const uses = wishes(prompt)
      const { text, edits } = uses.length > 0 ? { text: "", edits: [] } : reply(prompt)
      heed?.(text)
      return { text, model: label, usage: { input: inputOf(prompt), output: tokens(text) }, edits, uses }
    }),
  route: (question) => Effect.sync(() => route(question)),
  digest: (material) => Effect.sync(() => digested(material)),
}

/** Also for a model that could not: nothing is asked of anybody. */
export const digested = (material: Material): Thought => ({
  text: digest(material),
  model: label,
  usage: { input: 0, output: 0 },
})

const inputOf = ({ brain, message, lent, session, memory, digest, knowledge, rounds = [] }: Prompt): number =>
  [
    brain.prompt,
    message.text,
    ...lent.map(({ text }) => unlabelled(text)),
    ...session.flatMap(({ asked, answered }) => [asked, unlabelled(answered)]),
    ...memory.map(({ value }) => value),
    ...knowledge.map(({ text }) => text),
    digest?.text ?? "",
    ...rounds.flatMap(({ results }) => results.map(({ text }) => text)),
  ].reduce((sum, text) => sum + tokens(text), 0)
