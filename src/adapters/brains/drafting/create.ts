/** From a description to a draft that is looked through and tried; whoever asked for it adds it. */
import { Data, Effect } from "effect"
import type { Laid } from "../../../actors/performing/house.ts"
import { Model } from "../../../actors/performing/model.ts"
import type { Parsed } from "../parse.ts"
import { commandsFor, suiting } from "./choose.ts"
import { draftOf, freeName, idOf, type Draft } from "./draft.ts"
import { fill } from "./filled.ts"
import { isSound, lint, type Finding } from "./lint.ts"
import type { Library, Persona } from "./patterns.ts"
import { isCalled, tried, type Tried } from "./trial.ts"

/** Nothing comes of a description: `message` says what to write instead. */
export class NotDrafted extends Data.TaggedError("NotDrafted")<{ readonly message: string }> {}

export interface Workshop {
  readonly library: Library
  readonly team: ReadonlyArray<Parsed>
  readonly tools: ReadonlySet<string>
  readonly laid: Laid
}

export interface Candidate {
  readonly draft: Draft
  /** Null: it is no brain. */
  readonly parsed: Parsed | null
  readonly findings: ReadonlyArray<Finding>
  readonly trial: ReadonlyArray<Tried>
  /** Whether it can be added: nothing is wrong with it. */
  readonly sound: boolean
}

export interface Wanted {
  readonly description: string
  /** Left out: one that is free. */
  readonly name?: string
  /** The id of a persona; left out: the one that suits best. */
  readonly pattern?: string
  /** Messages that it is tried on, besides its own. */
  readonly samples?: ReadonlyArray<string>
}

/** A description of fewer letters says nothing; of more it is a prompt. */
const lengths = { least: 8, most: 2000 }

const personaFor = ({ description, pattern }: Wanted, library: Library) =>
  Effect.gen(function* () {
    const ids = library.personas.map(({ id }) => id).join(", ")
    if (description.trim().length < lengths.least || description.length > lengths.most)
      return yield* new NotDrafted({
        message: `Say in a sentence or two what the agent is for, in ${lengths.least} to ${lengths.most} characters.`,
      })
    const found =
      pattern === undefined
        ? suiting(description, library)[0]
        : library.personas.find(({ id }) => id === pattern)
    return (
      found ??
      (yield* new NotDrafted({
        message:
          pattern === undefined
            ? `No pattern suits that. Say more of what the agent does, or which one to take: ${ids}.`
            : `There is no pattern ${pattern}: there are ${ids}.`,
      }))
    )
  })

/** Looked through and tried, as it stands in `draft.text`. */
const examined = (draft: Draft, { team, tools, laid }: Workshop): Candidate => {
  const others = team.map(({ brain }) => brain)
  const { parsed, findings } = lint(`${draft.id}.md`, draft.text, { team: others, tools })
  const trial = parsed === null ? [] : tried(draft.samples, team, parsed, laid)
  const unheard: ReadonlyArray<Finding> =
    parsed === null || isCalled(trial, parsed.brain)
      ? []
      : [
          {
            level: "warning",
            file: `${draft.id}.md`,
            text: "none of the sample messages calls it: give it words of its own",
          },
        ]
  const all = [...findings, ...unheard]
  return { draft, parsed, findings: all, trial, sound: isSound({ parsed, findings: all }) }
}

const draftFrom = Effect.fnUntraced(function* (wanted: Wanted, persona: Persona, workshop: Workshop) {
  const { library, team } = workshop
  const model = yield* Model
  const { special, how } = yield* fill(
    model,
    wanted.description,
    persona,
    team.map(({ brain }) => brain),
  )
  const taken = new Set(team.flatMap(({ brain }) => [brain.id, idOf(brain.name)]))
  const name = wanted.name ?? freeName(special.name, wanted.description, taken)
  const workflow = library.workflows.find(({ id }) => id === persona.workflow) ?? null
  const commands = commandsFor(wanted.description, persona, library)
  const samples = [...(wanted.samples ?? []), ...special.samples].slice(0, 8)
  return draftOf(persona, { ...special, name, samples }, commands, workflow, how)
})

export const create = Effect.fn("create an agent")(function* (wanted: Wanted, workshop: Workshop) {
  const persona = yield* personaFor(wanted, workshop.library)
  return examined(yield* draftFrom(wanted, persona, workshop), workshop)
})
