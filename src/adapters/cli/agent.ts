/** `orrery agent new "…"` drafts an agent from a description and adds it to the team; `orrery agent lint` looks brains through. */
import { Console, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import * as Brains from "../brains/brains.ts"
import { create, type Candidate } from "../brains/drafting/create.ts"
import { add } from "../brains/drafting/file.ts"
import { lint } from "../brains/drafting/lint.ts"
import { known } from "../brains/drafting/tools.ts"
import { answerOf } from "../brains/drafting/trial.ts"
import { largestFile } from "../brains/parse.ts"
import { readBounded } from "../files/read.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"
import { findingLines, modelFor, trialLines, workshopFlags, workshopOf } from "./workshop.ts"

const shown = ({ draft, findings }: Candidate, answer: string | null, trial: ReadonlyArray<string>) =>
  [
    `${draft.id}.md: ${draft.how}`,
    "",
    draft.text.trimEnd(),
    "",
    ...(findings.length === 0
      ? ["Nothing is wrong with it."]
      : ["What was found:", ...findingLines(findings)]),
    ...(trial.length === 0 ? [] : ["", "Who would answer:", ...trial]),
    ...(answer === null ? [] : ["", `It would say to “${draft.samples[0]}”:`, quoted(answer)]),
    ...(draft.workflow === null
      ? []
      : ["", `A workflow that it could have a part in, for /workflow create:`, quoted(draft.workflow.steps)]),
  ].join("\n")

const quoted = (text: string): string =>
  text
    .trim()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n")

const newCommand = Command.make(
  "new",
  {
    ...workshopFlags,
    force: Flag.Boolean("force").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Writes over an agent that has the name"),
    ),
    name: Flag.String("name").pipe(Flag.withDescription("What it is called"), Flag.optional),
    pattern: Flag.String("pattern").pipe(
      Flag.withDescription("The persona that it is made from (default: the one that suits best)"),
      Flag.optional,
    ),
    sample: Flag.String("sample").pipe(
      Flag.withDescription("A message that it is tried on; may be said several times"),
      Flag.atLeast(0),
    ),
    description: Argument.String("description").pipe(
      Argument.withDescription("What it is for, in a sentence or two"),
    ),
  },
  Effect.fnUntraced(function* ({ description, patterns, dryRun, force, name, pattern, sample, ...chosen }) {
    const found = yield* configured(chosen)
    const workshop = yield* workshopOf(found, patterns)
    const named = Option.getOrUndefined(name)
    const kind = Option.getOrUndefined(pattern)
    const wanted = {
      description,
      samples: sample,
      ...(named !== undefined && { name: named }),
      ...(kind !== undefined && { pattern: kind }),
    }
    yield* Effect.gen(function* () {
      // Who is written over is not in the way of who takes its place.
      const over = (id: string) => ({
        ...workshop,
        team: workshop.team.filter(({ brain }) => brain.id !== id),
      })
      const first = yield* create(wanted, workshop)
      const candidate = force && !first.sound ? yield* create(wanted, over(first.draft.id)) : first
      const { draft, parsed, sound } = candidate
      const says = draft.samples[0]
      const answer = parsed !== null && says !== undefined ? yield* answerOf(parsed.brain, says) : null
      yield* Console.log(shown(candidate, answer, trialLines(candidate)))
      if (!sound)
        return yield* new InputError({ message: `${draft.id} is not added: mend what is wrong first.` })
      if (dryRun) return yield* Console.log(`\n${draft.id}.md is not written: --dry-run.`)
      const file = yield* add(found.settings.brains, draft.id, draft.text, { force })
      yield* Console.log(`\n${file} is written. An Orrery that runs takes it in at once.`)
    }).pipe(Effect.provide(modelFor(found)))
  }),
).pipe(
  Command.withDescription("Drafts an agent from a description, tries it, and adds it to the team"),
  Command.withExamples([
    {
      command: 'orrery agent new "a patient French tutor for beginners" --dry-run',
      description: "Shows the draft, who would answer, and what it would say",
    },
  ]),
)

const read = (file: string) =>
  Effect.try({
    try: () => ({ file, text: new TextDecoder().decode(readBounded(file, largestFile)) }),
    catch: (error) => new InputError({ message: `${file} cannot be read: ${String(error)}` }),
  })

const lintCommand = Command.make(
  "lint",
  {
    config: flags.config,
    brains: flags.brains,
    json: Flag.Boolean("json").pipe(Flag.withDefault(false), Flag.withDescription("JSON instead of words")),
    files: Argument.String("file").pipe(
      Argument.withDescription("Brains to look through (default: all of the team)"),
      Argument.variadic(),
    ),
  },
  Effect.fnUntraced(function* ({ files, json, ...chosen }) {
    const { settings, live } = yield* configured(chosen)
    const names = files.length > 0 ? files : yield* Brains.list(settings.brains)
    const texts = yield* Effect.forEach(names, read)
    const tools = known(settings, live)
    // Where one of the team does not read, that is what is found of it.
    const { parsed } = yield* Effect.orElseSucceed(Brains.load(settings.brains), () => ({ parsed: [] }))
    const team = parsed.map(({ brain }) => brain)
    const findings = texts.flatMap(({ file, text }) => {
      const own = idIn(file)
      return lint(file, text, { team: team.filter(({ id }) => id !== own), tools }).findings
    })
    const wrong = findings.filter(({ level }) => level === "error").length
    yield* Console.log(
      json
        ? JSON.stringify(findings)
        : [
            ...findingLines(findings).map((line) => line.trimStart()),
            `${names.length} looked through: ${wrong} wrong, ${findings.length - wrong} to look at`,
          ].join("\n"),
    )
    if (wrong > 0) process.exitCode = 1
  }),
).pipe(
  Command.withDescription(
    "Looks brains through: what is wrong, and words that two of the team listen for. Ends with 1 when something is wrong",
  ),
)

const idIn = (file: string): string => file.replace(/^.*[\\/]/, "").replace(/\.md$/, "")

export const agentCommand = Command.make("agent").pipe(
  Command.withDescription("A new agent from a description, and what is wrong with those that there are"),
  Command.withSubcommands([newCommand, lintCommand]),
)
