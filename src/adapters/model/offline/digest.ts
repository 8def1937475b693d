/** Sums up the older part of a session by choosing what a person said that is most like the rest of it. Pure. */
import type { Material } from "../../../actors/performing/model.ts"
import { isTask } from "./answers/team-work.ts"
import { quote } from "./own-words.ts"
import { saidElsewhere } from "./said.ts"
import { central } from "./summary.ts"

/** Sentences, and characters of each. */
const most = { sentences: 20, each: 200 }

/** A sentence a line, in the person's own words, oldest first; what was noted before counts like what was said since. */
export const digest = ({ brain, before, exchanges }: Material): string => {
  const noted = before === null ? [] : before.split("\n").map((asked) => ({ asked, answered: "", at: 0 }))
  const talk = exchanges.filter(({ asked }) => !isTask(asked))
  const said = saidElsewhere({ session: [...noted, ...talk], memory: [] }, [brain.name, brain.id])
  return central(said, most.sentences)
    .map(({ text }) => `- ${quote(text, most.each)}`)
    .join("\n")
}
