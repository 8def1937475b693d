/** How an agent goes on in its next version. */
import { hired, type AgentInput } from "../agent/context.ts"

interface Kept {
  readonly value: unknown
  readonly context: Record<string, unknown>
}

/** 2: a turn has its tokens granted before the model is asked, and drafts; it is told how long to stay with a guild. A turn that was under way has none of it. */
export const agentTo2 = ({ value, context }: Kept): Kept => ({
  value,
  context: { ...hired(context as unknown as AgentInput), ...context },
})
