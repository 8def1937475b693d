/** All that is built in, by the name of the server that it counts as. */
import type { builtInNames } from "../../../actors/performing/tools.ts"
import { ask } from "./ask.ts"
import type { BuiltIn } from "./built-in.ts"
import { knowledgeNote, knowledgeSearch } from "./knowledge.ts"
import { search } from "./search.ts"
import { time } from "./time.ts"

export const builtIns: Readonly<Record<(typeof builtInNames)[number], ReadonlyArray<BuiltIn>>> = {
  ask: [ask],
  knowledge: [knowledgeNote, knowledgeSearch],
  search: [search],
  time: [time],
}
