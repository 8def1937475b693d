/** What a run of a workflow shows: one message whose steps tick off, with buttons for what people may decide. */
import type { Params } from "../effects.ts"
import { isBroken, isDone, progressOf, promptOf, type Progress, type Run } from "./run.ts"
import { short } from "./short.ts"
import type { Step } from "./plan.ts"
import { lasted } from "../spans.ts"
import type { Button } from "../values.ts"

/** Approvals that have buttons at once; the others get theirs when these are decided. */
const decisionsAtOnce = 5

const marks: Readonly<Record<Progress["status"], string>> = {
  waiting: "⬜",
  asked: "⏳",
  approval: "⏸️",
  done: "✅",
  skipped: "⏭️",
  failed: "❌",
}

const detail = (run: Run, step: Step): string => {
  const { status, attempt, reason, by } = progressOf(run, step.id)
  const why = reason === null ? "" : short(reason, 80)
  switch (status) {
    case "waiting":
      return reason === null ? "" : `${why}; attempt ${attempt + 1} soon`
    case "asked":
      return attempt > 1 ? `attempt ${attempt} (${why})` : "at work"
    case "approval":
      return step.agent === null
        ? `${short(promptOf(run, step), 200)} **${run.by.name}** decides, or who may manage messages`
        : `**${run.by.name}** approves, or who may manage messages`
    case "done":
      return [by === null ? "" : `approved by **${by.name}**`, attempt > 1 ? `attempt ${attempt}` : ""]
        .filter((part) => part !== "")
        .join(", ")
    case "skipped":
      return `skipped: ${why}`
    case "failed":
      return why
  }
}

const markOf = ({ status, attempt }: Progress): string => {
  const again = attempt > 1 && (status === "asked" || status === "done")
  return status === "waiting" && attempt > 0 ? "⚠️" : `${marks[status]}${again ? " ⚠️" : ""}`
}

const lineOf = (run: Run, step: Step): string => {
  const progress = progressOf(run, step.id)
  const givenUp = run.ended !== null && ["asked", "approval"].includes(progress.status)
  const mark = givenUp ? "⏹️" : markOf(progress)
  const more = givenUp ? "given up" : detail(run, step)
  return `${mark} **${step.id}**${step.agent === null ? "" : ` · ${step.agent.name}`}${more === "" ? "" : ` · ${more}`}`
}

const endOf = (run: Run): string | null => {
  if (run.ended === null || run.began === null) return null
  const time = lasted(run.ended - run.began)
  if (run.stoppedBy !== null) return `🛑 Stopped by **${run.stoppedBy.name}** after ${time}.`
  return isDone(run) ? `Done in ${time}.` : `Ended after ${time}: what failed was not to be passed over.`
}

export const textOf = (run: Run): string =>
  [
    `**${run.name}**: ${short(run.topic, 200)}`,
    `-# begun by ${run.by.name}`,
    ...run.steps.map((step) => lineOf(run, step)),
    endOf(run),
  ]
    .filter((line) => line !== null)
    .join("\n")

export const buttonsOf = (run: Run): ReadonlyArray<Button> => {
  if (run.ended !== null || isBroken(run)) return []
  const decisions = run.steps.flatMap(({ id }, index): ReadonlyArray<Button> =>
    progressOf(run, id).status === "approval"
      ? [
          { id: `approve-${index}`, label: `Approve ${id}`, style: "success" },
          { id: `reject-${index}`, label: "Reject", style: "secondary" },
        ]
      : [],
  )
  return [...decisions.slice(0, 2 * decisionsAtOnce), { id: "stop", label: "Stop", style: "danger" }]
}

/** What is shown now. */
export const faceOf = (run: Run): Params<"Show"> => ({
  channel: run.channel,
  message: run.board.message,
  text: textOf(run),
  buttons: buttonsOf(run),
})
