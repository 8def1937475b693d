/**
 * Charts of earlier versions, as they were while logs were written with them. What an actor took then is replayed by the chart
 * that took it; then the actor goes on in the next version. So an entry means for ever what it meant when it was committed.
 *
 * A chart that changes in a way that its logs cannot follow is put aside first: `adapters/charts/retire.ts`.
 */
import type { AnyStateMachine } from "xstate"
import type { Kind } from "./address.ts"
import type { Effect } from "./effects.ts"
import { agentTo2 } from "./retired/agent.ts"
import { constellationTo2 } from "./retired/constellation.ts"
import { conversationTo2 } from "./retired/conversation.ts"
import { poolTo2 } from "./retired/pool.ts"
import { chart as agent1 } from "./retired/agent-1.js"
import { chart as constellation1 } from "./retired/constellation-1.js"
import { chart as conversation1 } from "./retired/conversation-1.js"
import { chart as pool1 } from "./retired/pool-1.js"

/** How what an actor kept in one version is kept in the next. What is left out stays as it is. */
export interface Onward {
  readonly state?: (was: { readonly value: unknown; readonly context: Record<string, unknown> }) => {
    readonly value: unknown
    readonly context: unknown
  }
  /** An armed timer's id in the next version; null: it is disarmed. */
  readonly timer?: (id: string) => string | null
  /** An effect that is owed; null: it is owed no more. */
  readonly effect?: (effect: Effect) => Effect | null
}

/**
 * How a state is put into words for the hash over a journal: `whole`, its JSON; `digests`, the same with a digest in the place of
 * whatever is long, so that what did not change is not hashed again. An entry's hash is over what it was over when it was committed.
 */
export type Layout = "whole" | "digests"

export interface Retired {
  readonly chart: AnyStateMachine
  readonly layout: Layout
  readonly onward: Onward
}

/** The oldest first; the last goes on in today's chart. */
export const retired: Readonly<Record<Kind, ReadonlyArray<Retired>>> = {
  agent: [{ chart: agent1, layout: "whole", onward: { state: agentTo2 } }],
  constellation: [
    {
      chart: constellation1,
      layout: "whole",
      onward: {
        state: constellationTo2,
        effect: (effect) =>
          effect.type === "Provision" ? { ...effect, template: null, whole: true } : effect,
      },
    },
  ],
  conversation: [
    {
      chart: conversation1,
      layout: "whole",
      onward: {
        state: conversationTo2,
        effect: (effect) =>
          effect.type === "Route" ? { ...effect, corrections: [], choices: [], team: null } : effect,
      },
    },
  ],
  pool: [{ chart: pool1, layout: "whole", onward: { state: poolTo2 } }],
  workflow: [],
  schedule: [],
  guild: [],
  budget: [],
  assignment: [],
  summary: [],
  archive: [],
  knowledge: [],
  partners: [],
  departure: [],
  permit: [],
  roster: [],
  lessons: [],
  vote: [],
  debate: [],
}
