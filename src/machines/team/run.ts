/** What a run of a workflow keeps, and how each event changes it. The chart says when; this says how. */
import { address, type Address } from "../address.ts"
import { blank as blankBoard, type Board } from "./board.ts"
import type { Timed, WorkflowEvent } from "../events.ts"
import { filled, textAtMost, type Step } from "./plan.ts"
import { own, type Person, type Turn } from "../values.ts"
import { turnFor } from "./work.ts"

/** Agents that are asked at once. */
export const atOnce = 3
/** How long people have to approve, in ms. */
const approvalTime = 7 * 24 * 60 * 60_000
/** Longer for each attempt: 5 s, 10 s, 15 s. */
const backoff = 5000

/** How far a step is. */
export interface Progress {
  /** `asked`: an agent has it; `approval`: people have it. */
  readonly status: "waiting" | "asked" | "approval" | "done" | "skipped" | "failed"
  /** The attempt that is, or was, under way; 0 before the first. */
  readonly attempt: number
  /** When it fails if nothing comes of it, or, while it waits, may be tried again, in ms since 1970. */
  readonly due: number | null
  readonly output: string
  /** Why the last attempt failed, for people. */
  readonly reason: string | null
  /** Who approved it. */
  readonly by: Person | null
}

export interface Run {
  /** The interaction that began it; all that it says answers that. */
  readonly id: string
  readonly channel: string
  readonly guild: string | null
  readonly by: Person
  readonly name: string
  readonly topic: string
  /** A copy of its own: what becomes of the definition later changes no run. */
  readonly steps: ReadonlyArray<Step>
  readonly progress: Readonly<Record<string, Progress>>
  readonly began: number | null
  readonly ended: number | null
  readonly stoppedBy: Person | null
  readonly board: Board
  /** What the board was last made to say. */
  readonly shown: string
}

type Change = Partial<Run>
type Of<T extends WorkflowEvent["type"]> = Timed<Extract<WorkflowEvent, { type: T }>>

const nobody: Person = { id: "0", name: "nobody" }
const untouched: Progress = { status: "waiting", attempt: 0, due: null, output: "", reason: null, by: null }

export const blank = (id: string): Run => ({
  id,
  channel: "0",
  guild: null,
  by: nobody,
  name: "",
  topic: "",
  steps: [],
  progress: {},
  began: null,
  ended: null,
  stoppedBy: null,
  board: blankBoard,
  shown: "",
})

export const begin = ({ plan, topic, by, channel, guild, at }: Of<"BEGIN">): Change => ({
  channel,
  guild,
  by,
  name: plan.name,
  topic,
  steps: plan.steps,
  progress: Object.fromEntries(plan.steps.map(({ id }) => [id, untouched])),
  began: at,
})

export const progressOf = (run: Run, step: string): Progress => own(run.progress, step) ?? untouched

const withStep = (run: Run, step: string, change: Partial<Progress>): Change => ({
  progress: { ...run.progress, [step]: { ...progressOf(run, step), ...change } },
})

const isOver = (run: Run, step: string): boolean => ["done", "skipped"].includes(progressOf(run, step).status)

const having = (run: Run, status: Progress["status"]): ReadonlyArray<Step> =>
  run.steps.filter(({ id }) => progressOf(run, id).status === status)

/** The next step that can begin; undefined when none can, or three agents are asked already. */
export const nextStep = (run: Run): Step | undefined => {
  const placeFree = having(run, "asked").length < atOnce
  return having(run, "waiting").find(
    ({ id, agent, after }) =>
      progressOf(run, id).due === null &&
      after.every((earlier) => isOver(run, earlier)) &&
      (placeFree || agent === null),
  )
}

export const isDone = (run: Run): boolean => run.steps.every(({ id }) => isOver(run, id))

export const isBroken = (run: Run): boolean => having(run, "failed").length > 0

/** It is under way or over, and nothing of it can begin at once. */
export const isSettled = (run: Run): boolean =>
  run.ended !== null || (run.began !== null && nextStep(run) === undefined && !isDone(run) && !isBroken(run))

/** Nothing goes on before people decide. */
export const waitsForPeople = (run: Run): boolean =>
  having(run, "approval").length > 0 &&
  having(run, "asked").length === 0 &&
  having(run, "waiting").every(({ id }) => progressOf(run, id).due === null)

/** A step's prompt as it is asked; what a step that was passed over came to is `(skipped)`. */
export const promptOf = (run: Run, { prompt }: Step): string =>
  filled(prompt, run.topic, (step) => {
    const { status, output } = progressOf(run, step)
    return status === "skipped" ? "(skipped)" : output
  })

export const addressOf = ({ id }: Run): Address => address("workflow", id)

/** The turn of a step's attempt under way. */
export const turnOf = (run: Run, step: Step): Turn =>
  turnFor(addressOf(run), run.id, run, {
    brain: step.agent!.id,
    step: `${step.id}.${progressOf(run, step.id).attempt}`,
    text: promptOf(run, step),
  })

/** Turns that agents have. */
export const turnsOf = (run: Run): ReadonlyArray<Turn> =>
  having(run, "asked").map((step) => turnOf(run, step))

/** The step that a turn is for, if that is its attempt under way. */
export const stepOf = (run: Run, turn: string): Step | undefined =>
  having(run, "asked").find((step) => turnOf(run, step).id === turn)

/** The next step begins: an agent is asked, or people are. */
export const start = (run: Run, at: number): Change => {
  const { id, agent, timeout } = nextStep(run)!
  return agent === null
    ? withStep(run, id, { status: "approval", due: at + approvalTime })
    : withStep(run, id, { status: "asked", due: at + timeout })
}

/** The attempt is counted before the turn is made: it is part of the turn's id. */
export const countAttempt = (run: Run): Change => {
  const { id } = nextStep(run)!
  return withStep(run, id, { attempt: progressOf(run, id).attempt + 1 })
}

const shortened = (text: string): string => text.slice(0, textAtMost).replace(/[\uD800-\uDBFF]$/, "")

export const answered = (run: Run, { turn, text, at }: Of<"ANSWERED">): Change => {
  const step = stepOf(run, turn)!
  return withStep(run, step.id, {
    output: shortened(text),
    ...(step.approval
      ? { status: "approval" as const, due: at + approvalTime }
      : { status: "done" as const, due: null }),
  })
}

/** A step came to nothing: it is tried again after a while, or passed over, or ends the run. */
export const fail = (run: Run, step: Step, reason: string, at: number): Change => {
  const { attempt } = progressOf(run, step.id)
  const { onFailure } = step
  if (onFailure.then === "retry" && attempt <= onFailure.times)
    return withStep(run, step.id, { status: "waiting", due: at + attempt * backoff, reason })
  return withStep(run, step.id, {
    status: onFailure.then === "skip" ? "skipped" : "failed",
    due: null,
    output: "",
    reason,
  })
}

export const unanswered = (run: Run, { turn, reason, at }: Of<"UNANSWERED">): Change =>
  fail(run, stepOf(run, turn)!, reason, at)

/** When the next step falls due; null when none has a time. */
export const firstDue = (run: Run): number | null => {
  const all = Object.values(run.progress).flatMap(({ due }) => due ?? [])
  return all.length === 0 ? null : Math.min(...all)
}

const isDue = (run: Run, { id }: Step, at: number): boolean => {
  const { due } = progressOf(run, id)
  return due !== null && due <= at
}

/** Turns that took too long. */
export const lateTurns = (run: Run, at: number): ReadonlyArray<Turn> =>
  having(run, "asked")
    .filter((step) => isDue(run, step, at))
    .map((step) => turnOf(run, step))

/** What fell due: a wait before another attempt is over, an agent took too long, nobody decided. */
export const expire = (run: Run, at: number): Change =>
  run.steps
    .filter((step) => isDue(run, step, at))
    .reduce<Run>((before, step) => ({ ...before, ...expired(before, step, at) }), run)

const expired = (run: Run, step: Step, at: number): Change => {
  const { status } = progressOf(run, step.id)
  if (status === "waiting") return withStep(run, step.id, { due: null })
  return fail(run, step, status === "asked" ? "took too long" : "nobody decided", at)
}

/** The step whose approval a button decides, and how: `approve-2`, `reject-2`, counted from 0. */
export const decisionOf = (
  run: Run,
  button: string,
): { readonly step: Step; readonly approved: boolean } | null => {
  const [, verb, index] = /^(approve|reject)-(\d+)$/.exec(button) ?? []
  const step = run.steps[Number(index)]
  if (step === undefined || progressOf(run, step.id).status !== "approval") return null
  return { step, approved: verb === "approve" }
}

export const decide = (run: Run, { button, by, at }: Of<"PRESSED">): Change => {
  const { step, approved } = decisionOf(run, button)!
  return approved
    ? withStep(run, step.id, { status: "done", due: null, by })
    : fail(run, step, `rejected by ${by.name}`, at)
}
