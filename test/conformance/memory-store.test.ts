/** The store that other tests run on keeps the promise too. */
import { Effect } from "effect"
import { MemoryStore } from "../support/memory-store.ts"
import { storeConformance } from "./store.ts"

storeConformance(
  "memory",
  Effect.sync(() => {
    const { layer } = new MemoryStore()
    return { layer, another: layer }
  }),
)
