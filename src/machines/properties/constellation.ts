/** What is to hold of a constellation. */
import type { ConstellationContext } from "../constellation/constellation.ts"
import { nothingOwn } from "../constellation/layout.ts"
import { kept } from "../constellation/sessions.ts"
import type { Event } from "../events.ts"
import { isIn, type Properties } from "./property.ts"
import { ada, laidDown, paidBy, paidOrNot, template } from "./samples.ts"

const said = (n: number): Event => ({
  type: "REMEMBER",
  user: ada,
  brain: "writer",
  turn: `${n}.writer`,
  asked: "?",
  answered: "!",
})

const made: ReadonlyArray<Event> = [
  { type: "ALLOCATE", user: ada },
  { type: "AGENTS_READY", template, agents: ["writer"], later: ["analyst", "strategist"] },
  { type: "MEMORY_READY", blocks: [] },
  { type: "GROUPS_READY", groups: template.groups },
]

const members: ReadonlyArray<Event> = [
  { type: "NEED", brain: "analyst" },
  { type: "ADD", brain: "critic" },
  { type: "REMOVE", brain: "writer" },
  { type: "RENAME", brain: "analyst", name: "Ann" },
]

/** Three of them are more than the block holds; none says what another said. */
const line = 700
const append = ({ memory }: ConstellationContext) =>
  ({
    tool: "append",
    label: "user",
    agent: null,
    text: `${memory[0]?.value.length ?? 0}`.padEnd(line, "x"),
  }) as const

const notes = (context: ConstellationContext): ReadonlyArray<Event> => [
  { type: "EDIT", by: ada, edits: [append(context)] },
  { type: "EDIT", by: { agent: "writer" }, edits: [append(context)] },
  { type: "RESTORE", by: ada, label: "user", agent: null, past: null },
  { type: "RULE", ...laidDown },
  { type: "REPEAL", ...laidDown },
]

/** What is noted, who belongs to it and what is summed up do not touch each other: each changes where the others have not. */
const isNoted = ({ memory, rulings = [] }: ConstellationContext): boolean =>
  rulings.length > 0 || memory.some(({ value }) => value !== "")
const isChanged = ({ template: made, own }: ConstellationContext): boolean =>
  made === null || JSON.stringify(own) !== JSON.stringify(nothingOwn)
const isLong = ({ sessions, digests }: ConstellationContext): boolean =>
  (sessions["writer"]?.length ?? 0) >= kept || digests["writer"] !== undefined

export const constellation: Properties<ConstellationContext> = {
  comes: ({ context, value }) => [
    ...paidOrNot(context.purchase),
    { type: "ALLOCATE", user: ada },
    { type: "APPLY", template },
    { type: "RESET", template },
    { type: "RELEASE" },
    said(1),
    ...(isNoted(context) || isLong(context) ? [] : members),
    ...(value !== "active" || isChanged(context) || isLong(context) ? [] : notes(context)),
  ],
  gist: ({ attempts, agents, later, own, took, digesting, purchase, memory, rulings = [], sessions }) => [
    memory.map(({ value }) => Math.ceil(value.length / line)),
    rulings.length,
    sessions["writer"]?.length === kept,
    digesting && paidBy(purchase),
    attempts,
    agents,
    later,
    own,
    Object.keys(took).toSorted(),
  ],
  always: {
    "no agent is there twice": ({ context: { agents } }) => new Set(agents).size === agents.length,
    "who is there is not made later": ({ context: { agents, later } }) =>
      later.every((brain) => !agents.includes(brain)),
    "nothing is set aside for a digest but while one is made": ({ context: { digesting, purchase } }) =>
      digesting !== null || purchase === null,
    "no block holds more than its limit": ({ context: { memory } }) =>
      memory.every(({ value, limit }) => value.length <= limit),
  },
  atRest: {
    "its parts are made, or are not wanted": (moment) => !isIn(moment, "allocated"),
  },
  // One exchange more, and the session is summed up.
  begun: [[...made, ...Array.from({ length: kept }, (_, n) => said(n))]],
  heard: [
    {
      name: "REPEAL, after which nothing is laid down of these calls,",
      when: ({ context }) => (context.rulings ?? []).length > 0,
      event: () => ({ type: "REPEAL", ...laidDown }),
      then: ({ context }) => (context.rulings ?? []).length === 0,
    },
  ],
}
