/** How a conversation goes on in its next version. */
import type { Ending } from "../conversation/endings.ts"
import { open, type Floor, type Halted } from "../conversation/floor.ts"

interface Kept {
  readonly value: unknown
  readonly context: Record<string, unknown>
}

interface Floor1 extends Omit<Floor, "open" | "halted"> {
  readonly open: Readonly<Record<string, { left: number; replies: number; person: boolean }>>
  readonly halted: Pick<Halted, "by" | "at"> | null
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null

/** 2: what was missed is caught up with; who speaks again supersedes; pairs pause; the budget has a board; channels have settings; the manager has a price. */
export const conversationTo2 = ({ value, context }: Kept): Kept => {
  const was = context as unknown as Floor1
  const endings = Object.entries(was.open).map(([id, { left, replies, person }]): [string, Ending] => [
    id,
    { left, replies, people: person ? 1 : 0, said: [] },
  ])
  return {
    value: inParts(value),
    context: {
      ...open(was.channel),
      ...was,
      open: Object.fromEntries(endings),
      halted: was.halted && { ...was.halted, manages: false, told: true },
    },
  }
}

/** A region beside the others of `active.working`; and the manager is asked in two steps, where that costs something. */
const inParts = (value: unknown): unknown => {
  if (!isObject(value) || !isObject(value["active"]) || !isObject(value["active"]["working"])) return value
  const { working } = value["active"]
  const floor = working["floor"] === "routing" ? { routing: "asking" } : working["floor"]
  return { active: { working: { ...working, floor, pairs: "talking" } } }
}
