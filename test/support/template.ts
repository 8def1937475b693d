/** A template of three agents: one that is there at once, one block for all, and one that each agent has for itself. */
import type { Template } from "../../src/machines/constellation/template.ts"

export const template: Template = {
  name: "default",
  agents: ["writer", "analyst", "strategist"],
  core: ["writer"],
  memory: [
    { label: "user", description: "Who the user is", limit: 2000, readOnly: false, shared: true },
    { label: "notes", description: "", limit: 500, readOnly: false, shared: false },
  ],
  groups: [{ name: "main", coordination: "hybrid", members: ["writer", "analyst", "strategist"] }],
}
