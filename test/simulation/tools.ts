/** Simulated tools: mostly they work, sometimes slowly, late, in floods, or not at all. One of them may not be used twice for one call. */
import { Effect } from "effect"
import { ToolFailed, type Tool, type ToolCall, type Tools } from "../../src/actors/performing/tools.ts"
import type { Context } from "effect"
import { violated } from "./audit/violation.ts"
import type { Dice } from "./dice.ts"
import type { Faults } from "./faults.ts"

const tool = (name: string, repeatable: boolean): Tool => ({
  name,
  description: `does ${name}`,
  parameters: { type: "object" },
  harmless: true,
  repeatable,
  doing: `${name}…`,
})

const all = [tool("look", true), tool("count", true), tool("send", false)]

export const toolNames = all.map(({ name }) => name)

/** Calls that were made, by key, over all processes. */
export class Workshop {
  readonly #sent = new Set<string>()

  /** Whatever is not repeatable is called once. */
  called({ tool: name, key }: Pick<ToolCall, "tool" | "key">): void {
    if (name !== "send") return
    if (this.#sent.has(key)) violated("a tool is used once", `send was called twice for ${key}`)
    this.#sent.add(key)
  }
}

const failed = (reason: string) => Effect.fail(new ToolFailed({ reason, remedy: "retry" }))

/** `none`: this seed's agents have no tools. */
export const makeTools = (
  faults: Faults,
  dice: Dice,
  judge: (look: () => void) => void,
  workshop: Workshop,
  none: boolean,
): Context.Service.Shape<typeof Tools> => ({
  offered: () => Effect.succeed(none ? [] : all),
  servers: () => [],
  known: () => [],
  use: (call) =>
    Effect.suspend(() => {
      judge(() => workshop.called(call))
      if (faults.strikes("toolBreaks")) return Effect.die(new Error("the tool broke"))
      if (faults.strikes("toolTimesOut")) return Effect.delay(failed("it took too long"), 30_000)
      const text = faults.strikes("toolFloods") ? "flood ".repeat(20_000) : `${call.tool} did it`
      const ms = faults.strikes("toolSlow")
        ? faults.dice("toolSlow").logarithmic(3000, 30_000)
        : dice.logarithmic(10, 2500)
      return Effect.delay(Effect.succeed(text), ms)
    }),
})
