/** What is to hold of what a channel knows. */
import { charactersAtMost, factsAtMost, sizeOf, type KnowledgeContext } from "../memory/knowledge.ts"
import type { Properties } from "./property.ts"
import { ada } from "./samples.ts"

export const knowledge: Properties<KnowledgeContext> = {
  comes: ({ context: { facts } }) => [
    { type: "LEARN", label: `fact ${facts.length}`, text: "x", by: ada },
    { type: "LEARN", label: "long", text: "x".repeat(charactersAtMost - 4), by: ada },
    { type: "UNLEARN", label: `fact ${facts.length - 1}`, by: ada },
    { type: "UNLEARN", label: "long", by: ada },
  ],
  gist: ({ facts }) => [Math.min(facts.length, 3), facts.some(({ label }) => label === "long")],
  always: {
    "it knows no more than it may": ({ context: { facts } }) =>
      facts.length <= factsAtMost && sizeOf(facts) <= charactersAtMost,
  },
  heard: [],
}
