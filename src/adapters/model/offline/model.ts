/** The model for when there is none: free, deterministic, honest about what it is. */
import { Effect } from "effect"
import type { Model, Prompt } from "../../../actors/model.ts"
import { unlabelled, label } from "./label.ts"
import { answer } from "./answer.ts"
import { route } from "./route.ts"
import { tokens } from "./words.ts"

export const offlineModel: Model["Service"] = {
  label,
  offline: true,
  think: (prompt, heed) =>
    Effect.sync(() => {
      const text = answer(prompt)
      heed?.(text)
      return { text, model: label, usage: { input: inputOf(prompt), output: tokens(text) } }
    }),
  route: (question) => Effect.sync(() => route(question)),
}

const inputOf = ({ brain, message, lent, session, memory }: Prompt): number =>
  [
    brain.prompt,
    message.text,
    ...lent.map(({ text }) => unlabelled(text)),
    ...session.flatMap(({ asked, answered }) => [asked, unlabelled(answered)]),
    ...memory.map(({ value }) => value),
  ].reduce((sum, text) => sum + tokens(text), 0)
