/** Nothing is learned: an agent stays as long as is usual for what it is wanted for, and none comes before it is asked for. */
import type { Policy } from "./policy.ts"

export const fixed: Policy = {
  name: "fixed",
  lore: [],
  asked: (known) => known,
  stay: (_, usual) => usual,
  next: () => null,
  missed: (known) => known,
}
