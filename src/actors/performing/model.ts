/** The model port: who thinks for an agent. Interrupting the effect cancels the call. */
import { Context, Schema, type Effect } from "effect"
import type { Brain, Team } from "../../machines/agent/brain.ts"
import type { Edit } from "../../machines/memory/edit.ts"
import type { Round, Use } from "../../machines/tools/call.ts"
import type {
  Block,
  Choice,
  Correction,
  Digest,
  Exchange,
  Fact,
  Line,
  Message,
  Person,
  Usage,
} from "../../machines/values.ts"
import type { Tool } from "./tool.ts"

/** All that an answer is made from. */
export interface Prompt {
  readonly brain: Brain
  readonly message: Message
  /** Recent lines of the channel, oldest first, without the message itself. */
  readonly lent: ReadonlyArray<Line>
  /** The agent's own session with this user, oldest first. */
  readonly session: ReadonlyArray<Exchange>
  /** What was before that in it; null: nothing. */
  readonly digest: Digest | null
  /** Blocks that all agents of this user share, and the agent's own. */
  readonly memory: ReadonlyArray<Block>
  /** What the channel knows. */
  readonly knowledge: ReadonlyArray<Fact>
  /** What this user calls the agent; left out: as everybody does. */
  readonly called?: string
  /** How long it may wait where there is a queue, 0 the least; left out: 0. */
  readonly urgency?: number
  /** What it may use before it answers; left out: nothing. */
  readonly tools?: ReadonlyArray<Tool>
  /** What it has used for this answer so far, oldest first; left out: nothing. */
  readonly rounds?: ReadonlyArray<Round>
}

/** What a model wants done, as it said it: nobody has looked yet whether that can be. */
export type Wish = Pick<Use, "tool" | "input">

/** How the model was asked for something. */
export interface Asked {
  /** How long it waited until it could be asked, in ms; left out: not at all. */
  readonly waited?: number
  /** How often it was asked; left out: once. */
  readonly asks?: number
}

/** Calls of one model now. */
export interface Calls {
  readonly model: string
  readonly underWay: number
  /** For a place. */
  readonly waiting: number
}

/** Where models are, and whether they would answer at once. Times in ms since 1970. */
export interface Warm {
  /** The host. */
  readonly name: string
  readonly state: "warm" | "warming" | "cold"
  readonly since: number
  /** How long it took to be warmed; null: it is not. */
  readonly ms: number | null
  /** Why it could not be; null: nothing is wrong. */
  readonly why: string | null
}

/** Calls of one model that wait for what its provider lets us ask in a minute. */
export interface Limited {
  readonly model: string
  readonly waiting: number
  /** For people: `60 requests and 100,000 tokens a minute`. */
  readonly limit: string
}

/** The older part of a session, to be summed up for the agent. */
export interface Material {
  readonly brain: Brain
  readonly user: Person
  /** What was before; null: nothing. */
  readonly before: string | null
  /** Oldest first. */
  readonly exchanges: ReadonlyArray<Exchange>
  /** Nobody pays for a model: it is summed up by a rule. */
  readonly byRule?: boolean
}

export interface Thought extends Asked {
  readonly text: string
  /** The model's name, as people know it. */
  readonly model: string
  readonly usage: Usage
  /** What the agent wants to be changed in memory, by its tools. */
  readonly edits?: ReadonlyArray<Edit>
  /** What it wants done before it answers, in order; left out or empty: this is its answer. */
  readonly uses?: ReadonlyArray<Wish>
}

/** Hears an answer while it is written: the text so far, from its beginning. It may begin anew. */
export type Heed = (soFar: string) => void

/** What the manager is asked: who of the team answers this message? */
export interface Question {
  readonly team: Team
  readonly message: Message
  readonly lent: ReadonlyArray<Line>
  /** Routes in this channel that people have overridden, oldest first. */
  readonly corrections: ReadonlyArray<Correction>
  /** What the manager said here lately, oldest first. */
  readonly choices: ReadonlyArray<Choice>
  /** What the agents have said with who asks, if the operator lets the manager know: the last of each. */
  readonly sessions: ReadonlyArray<Familiar>
}

/** How far an agent and a person have come with each other. */
export interface Familiar {
  readonly brain: string
  readonly exchanges: number
  readonly last: Exchange
}

/** Ids of the team's agents, at most three, or none; and why, in a sentence. */
export interface Responders extends Asked {
  readonly responders: ReadonlyArray<string>
  readonly reason: string
  /** The model that was asked, and what all its answers took; left out: none was, or none answered. */
  readonly model?: string
  readonly usage?: Usage
}

/** The model gave no usable answer although it was asked again. `reason` is for the person who waits. */
export class ModelFailed extends Schema.TaggedError<ModelFailed>()("ModelFailed", {
  reason: Schema.String,
  /** `retry`: later, it may work; `fix`: somebody must change something (a key, a name, a quota). */
  remedy: Schema.Literals(["retry", "fix"]),
  /** What sort of failure the last one was; left out: none that is known. */
  kind: Schema.optionalKey(Schema.String),
}) {}

export class Model extends Context.Service<
  Model,
  {
    /** For people: `gpt-6-luna at api.openai.com`, `offline model`. Holds no secret. */
    readonly label: string
    /** Answers without a model behind it; shown wherever a person sees an answer. */
    readonly offline: boolean
    /** Models that are called now; left out: nobody waits. */
    readonly calls?: () => ReadonlyArray<Calls>
    /** Models whose calls wait for their limits; left out: there are none. */
    readonly limited?: () => ReadonlyArray<Limited>
    /** Makes ready to be asked soon, without costing tokens. Never fails; left out: it always is. */
    readonly warm?: Effect.Effect<void>
    readonly warmth?: (now: number) => ReadonlyArray<Warm>
    readonly think: (prompt: Prompt, heed?: Heed) => Effect.Effect<Thought, ModelFailed>
    /** Adapters rather answer with a rule and say so in `reason` than fail: routing must not hold a channel up. */
    readonly route: (question: Question) => Effect.Effect<Responders, ModelFailed>
    /** Sums up. Adapters rather sum up by a rule, and say so as the thought's model, than fail: a session must not grow for ever. */
    readonly digest: (material: Material) => Effect.Effect<Thought>
  }
>()("orrery/actors/Model") {}
