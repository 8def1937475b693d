/** A block of memory that all agents share and may write. */
import type { Block } from "../../src/machines/values.ts"

export const block = (label: string, value = "", more: Partial<Block> = {}): Block => ({
  label,
  description: "",
  value,
  limit: 2000,
  readOnly: false,
  agent: null,
  ...more,
})
