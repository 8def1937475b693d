/** A call of a tool: however it ends, the model and people hear of it in a line, and the turn goes on. */
import { Cause, Clock, Effect } from "effect"
import type { EffectOf } from "../../machines/effects.ts"
import { clipped, longestResult } from "../../machines/tools/call.ts"
import type { Usage } from "../../machines/values.ts"
import { Drafting } from "./drafting.ts"
import { readInput } from "./input.ts"
import type { Meanwhile } from "./outcome.ts"
import { answerer, Roster } from "./roster.ts"
import { Tools, type Tool } from "./tools.ts"
import { Voice } from "./voice.ts"

/** A tool has its own time-out; one that forgets it is not waited for longer. */
const atLast = "15 minutes"

const failed = (text: string) => ({ ok: false, text })

/** A line for the model and for people: what broke is in the log. */
const broken = (tool: string, cause: Cause.Cause<unknown>) =>
  Effect.as(Effect.logError(`${tool} broke`, cause), failed(`${tool} broke; it may work another time`))

const said = (text: string): string =>
  text.trim() === "" ? "(it said nothing)" : clipped(text.toWellFormed(), longestResult)

/** Carries it out. `again`: it may have been done before, by an owner that ended. */
export const useTool = (key: string, { turn, use }: EffectOf<"Use">, again: boolean) =>
  Effect.gen(function* () {
    const { id, tool: name, input } = use
    const team = yield* Roster
    const { doings } = yield* Drafting
    const tools = yield* Tools
    const usage = { input: 0, output: 0 }
    const spent = (more: Usage): void => {
      usage.input += more.input
      usage.output += more.output
    }
    const called = Effect.gen(function* () {
      const brain = answerer(turn.brain, team)
      if (brain === undefined) return failed("nobody is there any more who wants it")
      const tool = (yield* tools.offered(turn, brain)).find((it) => it.name === name)
      if (again && tool?.repeatable !== true)
        return failed(`it is not known whether ${name} ran: Orrery was restarted meanwhile`)
      const read = readInput(input, tool?.parameters ?? {})
      if ("why" in read) return failed(read.why)
      const call = (progress: (text: string) => void) =>
        tools.use({ key, tool: name, input: read.input, turn, brain, progress, spent })
      const text = yield* doings.during(turn.id, id, doingOf(tool, name), call)
      return { ok: true, text: said(text) }
    }).pipe(
      Effect.timeoutOrElse({
        duration: atLast,
        orElse: () => Effect.succeed(failed(`${name} did not end within ${atLast}`)),
      }),
      Effect.catch(({ reason }) => Effect.succeed(failed(clipped(reason.toWellFormed(), 500)))),
      Effect.catchCause((cause) => (Cause.hasInterruptsOnly(cause) ? Effect.interrupt : broken(name, cause))),
    )
    const started = yield* Clock.currentTimeMillis
    const result = yield* called
    const ms = (yield* Clock.currentTimeMillis) - started
    const took = usage.input + usage.output > 0
    return { type: "USED", turn: turn.id, use: id, ...result, ms, ...(took && { usage }) } as const
  })

const doingOf = (tool: Tool | undefined, name: string): string => tool?.doing ?? `using ${name}…`

/** So long Discord shows that somebody is at it. */
const seen = "8 seconds"

/** What the tools do is seen for as long as they do it, and nothing while a person is asked. */
export const showProgress = (
  { turn, text, draft }: EffectOf<"Progress">,
  again: boolean,
  meanwhile: Meanwhile,
) =>
  Effect.gen(function* () {
    const brain = answerer(turn.brain, yield* Roster)
    if (brain === undefined || turn.aside === true) return null
    const { whileUsing, doings } = yield* Drafting
    const { typing } = yield* Voice
    const { channel } = turn.message
    const isSeen = Effect.suspend(() =>
      doings.lines(turn.id).length > 0
        ? Effect.timeoutOption(typing(channel), seen)
        : Effect.sleep("1 second"),
    )
    return yield* Effect.raceFirst(
      whileUsing({ turn, brain, again, meanwhile, draft }, text),
      Effect.forever(isSeen).pipe(Effect.catchCause(() => Effect.never)),
    )
  })
