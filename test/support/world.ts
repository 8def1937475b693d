/** A whole Orrery in one process without a network: scripted model, a voice that records, any store. */
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { address } from "../../src/machines/address.ts"
import type { Brain, Team } from "../../src/machines/agent/brain.ts"
import type { Line, Message } from "../../src/machines/values.ts"
import { Mail } from "../../src/actors/mail.ts"
import { limits, type Limits } from "../../src/actors/ledger.ts"
import {
  Model,
  type Heed,
  type Material,
  type ModelFailed,
  type Prompt,
  type Question,
  type Responders,
  type Thought,
} from "../../src/actors/performing/model.ts"
import { Placement, type Fleet } from "../../src/actors/placement.ts"
import { Roster } from "../../src/actors/performing/roster.ts"
import { RuntimeLayer, SingleRunnerLayer } from "../../src/actors/runtime.ts"
import type { Store } from "../../src/actors/store.ts"
import {
  Voice,
  type Board,
  type Notice,
  type Sketch,
  type Utterance,
  type VoiceFailed,
} from "../../src/actors/performing/voice.ts"
import { Process } from "./process.ts"

export const brain = (id: string, more: Partial<Brain> = {}): Brain => ({
  id,
  name: id[0]!.toUpperCase() + id.slice(1),
  role: id,
  expertise: [],
  triggers: [],
  language: "en",
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
  readonly think: (
    prompt: Prompt,
    heed?: Heed,
  ) => Effect.Effect<Omit<Thought, "usage" | "model">, ModelFailed>
  readonly route: (question: Question) => Effect.Effect<Responders, ModelFailed>
  /** What happens before something is said. */
  readonly say: (utterance: Utterance) => Effect.Effect<unknown, VoiceFailed>
  /** What happens when it is said, and nobody knows it yet. */
  readonly said: (utterance: Utterance) => void
  /** The same of a draft that is made. */
  readonly drafted: (text: string) => void
  readonly recent: ReadonlyArray<Line>
  /** Whether its model is none, and costs nothing. */
  readonly offline: boolean
  readonly team: Team
  /** The channels of threads. */
  readonly parents: Readonly<Record<string, string>>
}

const script: Script = {
  think: ({ brain, message }) => Effect.succeed({ text: `${brain.name} on “${message.text}”` }),
  route: () => Effect.succeed({ responders: [], reason: "small talk" }),
  say: () => Effect.void,
  said: () => {},
  drafted: () => {},
  recent: [],
  offline: true,
  team,
  parents: {},
}

/**
 * What was said in the channels, in order, and how to bring up a runtime that says it. The channels outlive the processes
 * that speak in them, as Discord's do: what is said again is looked for first.
 */
export class World {
  readonly said: Array<Utterance> = []
  /** The ids of what was said, in order. */
  readonly messages: Array<string> = []
  readonly notices: Array<Notice> = []
  /** As they stood, in order. */
  readonly boards: Array<Board> = []
  /** Messages of the bot's that were taken away. */
  readonly unshown: Array<string> = []
  /** What stands in the channels of answers that are still written, by turn. */
  readonly drafts = new Map<string, { readonly id: string; readonly text: string }>()
  /** What drafts said, in order. */
  readonly sketches: Array<string> = []
  readonly prompts: Array<Prompt> = []
  readonly materials: Array<Material> = []
  readonly script: Script
  readonly #sent = new Map<string, string>()
  #ids = 500_000_000_000_000_000n

  constructor(changes: Partial<Script> = {}) {
    this.script = { ...script, ...changes }
  }

  #say(utterance: Utterance): ReadonlyArray<string> {
    const sent = utterance.again ? this.#sent.get(utterance.key) : undefined
    if (sent !== undefined) return [sent]
    const drafted = utterance.draft === null ? undefined : this.drafts.get(utterance.turn)
    this.drafts.delete(utterance.turn)
    const id = drafted?.id ?? String(++this.#ids)
    this.said.push(utterance)
    this.messages.push(id)
    this.#sent.set(utterance.key, id)
    this.script.said(utterance)
    return [id]
  }

  #draft({
    turn,
    text,
    message,
    again,
  }: Sketch & { readonly text: string; readonly again: boolean }): string {
    const standing = message ?? (again ? this.drafts.get(turn)?.id : undefined)
    const id = standing ?? String(++this.#ids)
    this.drafts.set(turn, { id, text })
    this.sketches.push(text)
    if (standing === undefined) this.script.drafted(text)
    return id
  }

  #show(board: Board): string {
    const id = board.message ?? this.#sent.get(board.key) ?? String(++this.#ids)
    this.#sent.set(board.key, id)
    this.boards.push(board)
    return id
  }

  #notice(notice: Notice): string {
    const sent = this.#sent.get(notice.key)
    if (sent !== undefined) return sent
    const id = String(++this.#ids)
    this.notices.push(notice)
    this.#sent.set(notice.key, id)
    return id
  }

  #think(prompt: Prompt, heed?: Heed) {
    this.prompts.push(prompt)
    return Effect.map(this.script.think(prompt, heed), (thought) => ({
      model: "scripted",
      usage: { input: 1, output: 1 },
      ...thought,
    }))
  }

  #digest(material: Material) {
    this.materials.push(material)
    const text = [material.before, ...material.exchanges.map(({ asked }) => asked)].join("\n")
    return material.byRule === true
      ? Effect.succeed({ text, model: "a rule", usage: { input: 0, output: 0 } })
      : Effect.succeed({ text, model: "scripted", usage: { input: 1, output: 1 } })
  }

  runtime(
    store: Layer.Layer<Store>,
    agents: number | Fleet = 5,
    bounds: Limits = limits,
    { mortal } = new Process(),
  ) {
    const voice = Layer.succeed(Voice, {
      connect: () => mortal(Effect.succeed(this.script.recent)),
      parentOf: (channel) => mortal(Effect.succeed(this.script.parents[channel] ?? null)),
      disconnect: () => mortal(Effect.void),
      say: (utterance) =>
        mortal(
          Effect.andThen(
            this.script.say(utterance),
            Effect.sync(() => this.#say(utterance)),
          ),
        ),
      draft: (sketch) => mortal(Effect.sync(() => this.#draft(sketch))),
      retract: ({ turn }) => mortal(Effect.sync(() => void this.drafts.delete(turn))),
      show: (board) => mortal(Effect.sync(() => this.#show(board))),
      unshow: (_, message) => mortal(Effect.sync(() => void this.unshown.push(message))),
      notice: (notice) => mortal(Effect.sync(() => this.#notice(notice))),
      typing: () => Effect.never,
    })
    const model = Layer.succeed(Model, {
      label: "scripted",
      offline: this.script.offline,
      think: (prompt, heed) => mortal(Effect.suspend(() => this.#think(prompt, heed))),
      route: (question) => mortal(this.script.route(question)),
      digest: (material) => mortal(Effect.suspend(() => this.#digest(material))),
    })
    return RuntimeLayer(SingleRunnerLayer, bounds).pipe(
      Layer.provideMerge(
        Layer.mergeAll(
          store,
          voice,
          model,
          Layer.succeed(Roster, this.script.team),
          Placement.layer(typeof agents === "number" ? { agents, shards: 1 } : agents),
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

/** Waits, whatever clock the test has, until a condition holds; the time is against hanging alone. */
export const until = (condition: () => boolean): Effect.Effect<void> =>
  Effect.promise(async () => {
    const late = performance.now() + 60_000
    while (!condition()) {
      if (performance.now() > late) throw new Error("the condition never held")
      await new Promise((resolve) => setImmediate(resolve))
    }
  })

const turns = (most: number): Effect.Effect<void> =>
  Effect.promise(async () => {
    for (let turn = 0; turn < most; turn++) await new Promise((resolve) => setImmediate(resolve))
  })

/** Lets all happen that happens at once, then simulated time pass, until a condition holds. */
export const eventually = (condition: () => boolean, within = 120_000): Effect.Effect<void> =>
  Effect.gen(function* () {
    for (let passed = 0, step = 10; passed < within; passed += step, step = Math.min(1000, step * 2)) {
      for (let round = 0; round < 10; round++) {
        if (condition()) return
        yield* turns(3)
      }
      yield* TestClock.adjust(step)
    }
    throw new Error(`the condition did not hold within ${within} ms`)
  })

/** Lets simulated time pass, step by step, with all that happens in it. */
export const pass = (ms: number, step = 1000): Effect.Effect<void> =>
  Effect.gen(function* () {
    for (let passed = 0; passed < ms; passed += step) {
      yield* TestClock.adjust(Math.min(step, ms - passed))
      yield* turns(3)
    }
  })
