/** Tools that do what a test says, and remember how they were called. */
import { Effect, Layer } from "effect"
import { Tools, type Tool, type ToolCall, type ToolFailed } from "../../src/actors/performing/tools.ts"

export interface Fake extends Tool {
  readonly use: (call: ToolCall) => Effect.Effect<string, ToolFailed>
}

export const fake = (name: string, more: Partial<Fake> = {}): Fake => ({
  name,
  description: `does ${name}`,
  parameters: { type: "object" },
  harmless: true,
  repeatable: true,
  doing: `using ${name}…`,
  use: ({ input }) => Effect.succeed(`${name} did ${JSON.stringify(input)}`),
  ...more,
})

export class Workshop {
  /** Calls as they began, in order. */
  readonly begun: Array<ToolCall> = []
  /** Those that were interrupted. */
  readonly cancelled: Array<ToolCall> = []
  underWay = 0
  /** The most that were under way at once. */
  most = 0
  readonly #fakes: ReadonlyArray<Fake>

  constructor(...fakes: ReadonlyArray<Fake>) {
    this.#fakes = fakes
  }

  #use(call: ToolCall): Effect.Effect<string, ToolFailed> {
    const { use } = this.#fakes.find(({ name }) => name === call.tool)!
    return Effect.acquireUseRelease(
      Effect.sync(() => {
        this.begun.push(call)
        this.most = Math.max(this.most, ++this.underWay)
      }),
      () => Effect.onInterrupt(use(call), () => Effect.sync(() => void this.cancelled.push(call))),
      () => Effect.sync(() => void this.underWay--),
    )
  }

  layer(mortal: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R> = (effect) => effect) {
    return Layer.succeed(Tools, {
      offered: () => Effect.succeed(this.#fakes),
      use: (call) => mortal(Effect.suspend(() => this.#use(call))),
      servers: () => [],
      known: () => this.#fakes,
    })
  }
}
