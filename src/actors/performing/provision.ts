/** Makes the parts of a constellation from the template that it is to be laid out by. */
import { Effect } from "effect"
import type { EffectOf } from "../../machines/effects.ts"
import type { Event, Part } from "../../machines/events.ts"
import { agentsOf, blocksOf } from "../../machines/constellation/layout.ts"
import type { Template } from "../../machines/constellation/template.ts"
import { Roster } from "./roster.ts"
import { Templates } from "../constellations/templates.ts"

const partOf: Readonly<Record<Part, (template: Template, whole: boolean) => Event>> = {
  agents: (template, whole) => ({ type: "AGENTS_READY", template, ...agentsOf(template, whole) }),
  memory: (template, whole) => ({
    type: "MEMORY_READY",
    blocks: blocksOf(template.memory, agentsOf(template, whole).agents),
  }),
  groups: ({ groups }) => ({ type: "GROUPS_READY", groups }),
}

/** → AGENTS_READY | MEMORY_READY | GROUPS_READY; FAIL, to be tried again, while there is no such template. */
export const provision = ({
  part,
  template: name = null,
  whole = false,
}: EffectOf<"Provision">): Effect.Effect<Event, never, Roster> =>
  Effect.gen(function* () {
    const template = (yield* Templates).named(name, yield* Roster)
    return template === null
      ? { type: "FAIL", reason: `there is no template ${name} any more`, retry: true }
      : partOf[part](template, whole)
  })
