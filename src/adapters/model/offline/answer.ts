/**
 * An answer without a model: it sorts what people said, by what the message is and what the agent is for, and says so. It
 * knows nothing and pretends nothing, quotes people alone, and calls nobody. Pure: the same prompt gives the same bytes.
 */
import type { Prompt } from "../../../actors/performing/model.ts"
import type { Edit } from "../../../machines/memory/edit.ts"
import { isQuestion } from "../../../machines/memory/recap.ts"
import type { Message } from "../../../machines/values.ts"
import { draft, lastRequest } from "./answers/draft.ts"
import { figures, sum } from "./answers/figures.ts"
import { foreign } from "./answers/foreign.ts"
import { gather, needs } from "./answers/gather.ts"
import { handOver } from "./answers/hand-over.ts"
import { abilities, farewell, greeting, nature, thanks, tooShort } from "./answers/meeting.ts"
import { recall, remember, summary } from "./answers/memory.ts"
import { plan } from "./answers/plan.ts"
import { statement } from "./answers/statement.ts"
import { isTask, teamWork } from "./answers/team-work.ts"
import { tighten } from "./answers/tighten.ts"
import { fit } from "./fit.ts"
import { keep } from "./keeping.ts"
import { kindOf, type Kind } from "./kind.ts"
import { labelled, unlabelled } from "./label.ts"
import { wantsMore } from "./request.ts"
import type { Scene } from "./scene.ts"
import { sceneOf } from "./staging.ts"
import { report } from "./tools.ts"
import { tokens } from "./words.ts"

type Answer = (scene: Scene) => ReadonlyArray<string>

interface Reply {
  readonly lines: ReadonlyArray<string>
  readonly edits: ReadonlyArray<Edit>
}

/**
 * The answer, at most `brain.maxTokens` by our own count, the mark included; the mark is there even where nothing else fits. And
 * what it changes in memory.
 */
export const reply = (prompt: Prompt): { readonly text: string; readonly edits: ReadonlyArray<Edit> } => {
  const work = report(prompt) ?? teamWork(prompt)
  const { lines, edits } = work === null ? toPerson(prompt) : { lines: work, edits: [] }
  const fitting = fit(lines.map(harmless), prompt.brain.maxTokens - tokens(labelled("")))
  return { text: labelled(fitting.join("\n")), edits }
}

export const answer = (prompt: Prompt): string => reply(prompt).text

/** A summary of a channel is of what all of them said, for whoever reads it. */
const forAnybody = (message: Message): Message => ({
  ...message,
  author: { ...message.author, name: "" },
  text: "Summarise.",
})

/** What it was asked in votes and debates is nothing that a person said. */
const toPerson = (prompt: Prompt): Reply => {
  const session = prompt.session.filter(({ asked }) => !isTask(asked))
  const message = isQuestion(prompt.message.text) ? forAnybody(prompt.message) : prompt.message
  const scene = sceneOf({ ...prompt, session, message })
  const kind = prompt.message.via === null ? kindOf(scene.text) : "question"
  const kept = kind === "remember" ? keep(prompt, scene.now) : null
  return { lines: answers[kind](scene), edits: kept === null ? [] : [kept] }
}

/** Without an `@`, which would call an agent or ping a person. */
const harmless = (line: string): string => unlabelled(line.toWellFormed().replaceAll("@", ""))

/** By what the agent is for. */
const question: Answer = (scene) => {
  switch (scene.skill) {
    case "plan":
      return plan(scene)
    case "figures":
      return figures(scene)
    case "text":
      return wantsMore(scene.text) && lastRequest(scene) !== null ? draft(scene) : gather(scene)
    case "general":
      return gather(scene)
  }
}

/** Who cannot do it hands it over, unless it was said to several: then each does what it is for. */
const writing =
  (write: Answer): Answer =>
  (scene) => {
    const { called, matched } = scene.prompt.message
    if (scene.skill === "text") return write(scene)
    const alone = (called.length > 0 ? called : matched).length < 2
    return (alone && scene.skill !== "general" ? handOver(scene) : null) ?? question(scene)
  }

const answers: Readonly<Record<Kind, Answer>> = {
  tooShort,
  greeting,
  abilities,
  thanks,
  farewell,
  remember,
  recall,
  summary,
  needs,
  nature,
  sum,
  text: writing(draft),
  edit: writing(tighten),
  question,
  statement,
  foreign,
}
