/** A whole Orrery in one process without a network: scripted model, a voice that records, any store. */
import { Effect, Layer } from "effect"
import { address } from "../../src/machines/address.ts"
import type { Brain, Team } from "../../src/machines/brain.ts"
import type { Line, Message } from "../../src/machines/values.ts"
import { Mail } from "../../src/actors/mail.ts"
import { limits, type Limits } from "../../src/actors/ledger.ts"
import { Model, ModelFailed, type Prompt, type Responders, type Thought } from "../../src/actors/model.ts"
import { Placement } from "../../src/actors/placement.ts"
import { Roster } from "../../src/actors/roster.ts"
import { RuntimeLayer } from "../../src/actors/runtime.ts"
import type { Store } from "../../src/actors/store.ts"
import { Voice, type Notice, type Utterance } from "../../src/actors/voice.ts"

export const brain = (id: string, more: Partial<Brain> = {}): Brain => ({
  id,
  name: id[0]!.toUpperCase() + id.slice(1),
  role: id,
  triggers: [],
  autoRespond: false,
  maxTokens: 200,
  temperature: 0,
  tools: [],
  tier: "standard",
  avatar: null,
  prompt: `You are the ${id}.`,
  ...more,
})

const agents = [
  brain("strategist", { triggers: ["strategy"] }),
  brain("writer", { triggers: ["write", "draft"] }),
  brain("analyst", { triggers: ["data", "market"] }),
]

export const team: Team = { agents, manager: brain("manager"), lead: agents[0]! }

export const person = { id: "100000000000000001", name: "Ada" }
export const channel = "300000000000000001"
export const guild = "200000000000000001"

let lastId = 400000000000000000n

/** A message of Ada's with a new id. */
export const message = (text: string, more: Partial<Message> = {}): Message => ({
  id: String(++lastId),
  channel,
  guild,
  author: person,
  text,
  pinged: [],
  called: [],
  matched: [],
  toTeam: false,
  via: null,
  ...more,
})

export interface Script {
  readonly think: (prompt: Prompt) => Effect.Effect<Omit<Thought, "usage" | "model">, ModelFailed>
  readonly route: () => Effect.Effect<Responders, ModelFailed>
  readonly recent: ReadonlyArray<Line>
}

const script: Script = {
  think: ({ brain, message }) => Effect.succeed({ text: `${brain.name} on “${message.text}”` }),
  route: () => Effect.succeed({ responders: [], reason: "small talk" }),
  recent: [],
}

/** What was said in the channels, in order, and how to bring up a runtime that says it. */
export class World {
  readonly said: Array<Utterance> = []
  readonly notices: Array<Notice> = []
  readonly prompts: Array<Prompt> = []
  readonly script: Script

  constructor(changes: Partial<Script> = {}) {
    this.script = { ...script, ...changes }
  }

  readonly voice = Layer.succeed(Voice, {
    connect: () => Effect.succeed(this.script.recent),
    disconnect: () => Effect.void,
    say: (utterance) => Effect.sync(() => [`m${this.said.push(utterance)}`]),
    notice: (notice) => Effect.sync(() => `n${this.notices.push(notice)}`),
    typing: () => Effect.never,
  })

  readonly model = Layer.succeed(Model, {
    label: "scripted",
    offline: true,
    think: (prompt) =>
      Effect.suspend(() => {
        this.prompts.push(prompt)
        return Effect.map(this.script.think(prompt), ({ text }) => ({
          text,
          model: "scripted",
          usage: { input: 1, output: 1 },
        }))
      }),
    route: () => this.script.route(),
  })

  runtime(store: Layer.Layer<Store>, agents = 5, bounds: Limits = limits) {
    return RuntimeLayer(bounds).pipe(
      Layer.provideMerge(
        Layer.mergeAll(
          store,
          this.voice,
          this.model,
          Layer.succeed(Roster, team),
          Placement.layer({ agents, shards: 1 }),
        ),
      ),
    )
  }
}

/** Says a message in its channel, as Discord's adapter does. */
export const hears = (message: Message) =>
  Effect.gen(function* () {
    const mail = yield* Mail
    return yield* mail.tell(address("conversation", message.channel), {
      id: `discord:${message.id}`,
      cause: message.id,
      event: { type: "MESSAGE", message },
    })
  })

/** Waits, on the event loop and not on a clock, until a condition holds. */
export const until = (condition: () => boolean): Effect.Effect<void> =>
  Effect.promise(async () => {
    for (let turn = 0; turn < 100_000; turn++) {
      if (condition()) return
      await new Promise((resolve) => setImmediate(resolve))
    }
    throw new Error("the condition never held")
  })
