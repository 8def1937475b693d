/** Whether an agent may call a tool: what the operator, a server and its people have laid down. */
import { Context, Effect } from "effect"
import type { Brain } from "../../machines/agent/brain.ts"
import type { Decision } from "../../machines/tools/permissions.ts"
import type { Turn } from "../../machines/values.ts"
import type { Tool } from "./tools.ts"

export interface Wish {
  readonly turn: Turn
  readonly brain: Brain
  readonly tool: Tool
  readonly input: unknown
}

/** Left out of a runtime: what is harmless is allowed, all else is asked. Never fails: who cannot tell asks. */
export const Permissions = Context.Reference<{
  readonly decide: (wish: Wish) => Effect.Effect<Decision>
}>("orrery/actors/Permissions", {
  defaultValue: () => ({
    decide: ({ tool }) => Effect.succeed({ verdict: tool.harmless ? "allow" : "ask", rule: null } as const),
  }),
})
