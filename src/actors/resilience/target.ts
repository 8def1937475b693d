/** What can fail us: each sort has its own patience. */
export const targets = ["model", "tool", "webhook", "store"] as const
export type Target = (typeof targets)[number]
