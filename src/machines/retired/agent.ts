/** How an agent goes on in its next version. */

interface Kept {
  readonly value: unknown
  readonly context: Record<string, unknown>
}

/** 2: a turn has its tokens granted before the model is asked, and drafts. A turn that was under way has none of either. */
export const agentTo2 = ({ value, context }: Kept): Kept => ({
  value,
  context: { ...context, granted: [], draft: null },
})
