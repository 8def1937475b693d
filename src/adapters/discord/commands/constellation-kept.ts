/** Somebody's constellation, as `/constellation` reads it, and what can be chosen in it. */
import { Effect, Schema } from "effect"
import { Mail } from "../../../actors/mail.ts"
import { Roster } from "../../../actors/performing/roster.ts"
import { address } from "../../../machines/address.ts"
import type { Team } from "../../../machines/agent/brain.ts"
import { Group, Template } from "../../../machines/constellation/template.ts"
import { Block } from "../../../machines/values.ts"
import { cut } from "./looked.ts"
import { titleOf } from "./memory-kept.ts"
import { CommandRefused } from "./refused.ts"

const Own = Schema.Struct({
  added: Schema.Array(Schema.String),
  removed: Schema.Array(Schema.String),
  names: Schema.Record(Schema.String, Schema.String),
})

const Parts = Schema.Struct({
  template: Schema.NullOr(Template),
  agents: Schema.Array(Schema.String),
  later: Schema.Array(Schema.String),
  memory: Schema.Array(Block),
  groups: Schema.Array(Group),
  own: Own,
})

/** Of the 3 s in which Discord wants an answer. */
const patience = "2 seconds"

/** One that is made, and whether it sleeps. */
export interface Kept extends Omit<typeof Parts.Type, "template"> {
  readonly template: Template
  readonly asleep: boolean
}

const refuse = (sentence: string) => new CommandRefused({ sentence })

export const constellationOf = ({ user }: { readonly user: { readonly id: string } }) =>
  Effect.gen(function* () {
    const { value, context } = yield* (yield* Mail).peek(address("constellation", user.id))
    const { template, ...parts } = yield* Schema.decodeUnknownEffect(Parts)(context)
    const asleep = JSON.stringify(value).includes("hibernating")
    return { ...parts, template, asleep }
  }).pipe(
    Effect.timeout(patience),
    Effect.mapError(() =>
      refuse("I cannot look up at the moment what is in your constellation. Try again in a minute."),
    ),
    Effect.flatMap(({ template, ...parts }): Effect.Effect<Kept, CommandRefused> =>
      template === null
        ? refuse("You have no constellation yet: it begins with your first message to an agent.")
        : Effect.succeed({ ...parts, template }),
    ),
  )

/** What its user calls an agent. */
export const calledBy = (brain: string, { own }: Pick<Kept, "own">, { agents }: Team): string =>
  own.names[brain] ?? agents.find(({ id }) => id === brain)?.name ?? brain

/** A block of memory under the name that its user has for its agent. */
export const blockName = ({ label, agent }: Kept["memory"][number], kept: Kept, team: Team): string =>
  agent === null ? label : `${label} of ${calledBy(agent, kept, team)}`

export const brainsOf = ({ agents, later }: Kept): ReadonlyArray<string> => [...agents, ...later]

/** An agent of theirs by its id, by its name, or by what they call it. */
export const ownAgent = Effect.fnUntraced(function* (text: string, kept: Kept) {
  const team = yield* Roster
  const typed = text.trim().toLowerCase()
  const all = brainsOf(kept)
  const names = (id: string) => [
    id,
    calledBy(id, kept, team),
    calledBy(id, { own: { ...kept.own, names: {} } }, team),
  ]
  const found = all.find((id) => names(id).some((name) => name.toLowerCase() === typed))
  if (found !== undefined) return found
  const there = all.map((id) => calledBy(id, kept, team)).join(", ")
  return yield* refuse(
    all.length === 0
      ? "Your constellation has no agents: `/constellation add` brings one in."
      : cut(
          `Your constellation has no agent “${cut(text, 60)}”. There ${all.length === 1 ? "is" : "are"} ${there}.`,
          1900,
        ),
  )
})

/** Something in it that can be looked at: an agent, a group, a block of memory. */
export interface Piece {
  readonly kind: "agent" | "group" | "memory"
  /** As people call it. */
  readonly name: string
  /** As the command is told it. */
  readonly key: string
}

export const piecesOf = (kept: Kept, team: Team): ReadonlyArray<Piece> => [
  ...brainsOf(kept).map((id): Piece => ({ kind: "agent", name: calledBy(id, kept, team), key: id })),
  ...kept.groups.map(({ name }): Piece => ({ kind: "group", name, key: name })),
  ...kept.memory.map((block): Piece => ({
    kind: "memory",
    name: blockName(block, kept, team),
    key: titleOf(block, team.agents),
  })),
]

/** `agent Writer`, or the name alone. */
export const pieceNamed = Effect.fnUntraced(function* (text: string, kept: Kept) {
  const pieces = piecesOf(kept, yield* Roster)
  const typed = text.trim().toLowerCase()
  const found =
    pieces.find(({ kind, key }) => `${kind} ${key}`.toLowerCase() === typed) ??
    pieces.find(({ name, key }) => [name, key].some((it) => it.toLowerCase() === typed))
  if (found !== undefined) return found
  return yield* refuse(
    cut(
      `Your constellation has no “${cut(text, 60)}”. There is ${pieces.map(({ kind, name }) => `${kind} ${name}`).join(", ")}.`,
      1900,
    ),
  )
})
