/** The index page of the generated charts. */

import type { MachineDefinition } from "./definition.ts"

export const readme = (definitions: ReadonlyArray<MachineDefinition>) => `# Statecharts

Generated from the code by \`npm run charts\`, and compared with it by a test: do not edit.

${definitions.map(({ id, root }) => `- [${id}](#${id})${root.description ? `: ${root.description}` : ""}`).join("\n")}

How to read them:

- A box is a state; a box in a box is a state within a state. A black dot leads to where a state begins.
- Dashed boxes side by side are active together. A double border ends the state around it, which then is "done".
- An arrow leads from a state to the next: \`EVENT [condition] / what is done\`. From the border of a big box, it leads from
  everything inside. The first one whose condition holds is taken; \`[else]\` is the last resort.
- \`after\` waits for a time, \`always\` for nothing but its condition.
- Below a state's name: what is done on \`entry\` and on \`exit\`, and the events that do not leave the state.
- (H) leads back to where the state was left, (H*) to where everything inside it was left.

${definitions.map(chapter).join("\n")}`

const chapter = ({ id, version, root }: MachineDefinition) => `## ${id}

${[root.description, version ? `Version ${version}.` : undefined, `[As JSON](${id}.json)`].filter(Boolean).join(" ")}

[![Statechart ${id}](${id}.svg)](${id}.svg)
`
