/** What a model may use for an answer, and whether what it wants done may be. */
import { Effect } from "effect"
import type { Brain } from "../../machines/agent/brain.ts"
import { longestInput, roundsAtMost, usesAtMost, type Judged, type Round } from "../../machines/tools/call.ts"
import type { Turn } from "../../machines/values.ts"
import { readInput } from "./input.ts"
import type { Wish } from "./model.ts"
import { Permissions } from "./permitting.ts"
import type { Tool } from "./tool.ts"
import { Tools } from "./tools.ts"

/** An answer is not kept waiting for tools to be found. */
const patience = "5 seconds"

/** After the last round the model has to answer without; and what is for nobody's eyes in the channel is made without. */
export const offeredFor = (turn: Turn, brain: Brain, rounds: ReadonlyArray<Round>) =>
  Effect.gen(function* () {
    if (turn.aside === true || rounds.length >= roundsAtMost) return []
    return yield* (yield* Tools).offered(turn, brain)
  }).pipe(
    Effect.timeoutOrElse({
      duration: patience,
      orElse: () =>
        Effect.as(Effect.logWarning(`${turn.brain} answers without tools: they are not found in time`), []),
    }),
  )

const denied = (why: string) => ({ verdict: "deny", harmless: false, why }) as const

/** In a line that lets the model do better. */
const unknown = (name: string, tools: ReadonlyArray<Tool>): string =>
  `there is no tool called ${name.slice(0, 80)}; there are: ${tools.map((tool) => tool.name).join(", ")}`

const judge = (turn: Turn, tools: ReadonlyArray<Tool>) =>
  Effect.fnUntraced(function* ({ tool: name, input }: Wish, place: number) {
    const tool = tools.find((it) => it.name === name)
    if (place >= usesAtMost)
      return denied(`these are more than ${usesAtMost} calls at once: ask for the rest afterwards`)
    if (tool === undefined) return denied(unknown(name, tools))
    if (input.length > longestInput) return denied(`its input is longer than ${longestInput} characters`)
    const read = readInput(input, tool.parameters)
    if ("why" in read) return denied(`${read.why}; take what ${name} says of its input`)
    const { verdict } = yield* (yield* Permissions).decide({ turn, tool, input: read.input })
    return { verdict, harmless: tool.harmless }
  })

/** Each of what the model wants, and what becomes of it. */
export const judged = (
  turn: Turn,
  tools: ReadonlyArray<Tool>,
  round: number,
  wishes: ReadonlyArray<Wish>,
): Effect.Effect<ReadonlyArray<Judged>> =>
  Effect.forEach(wishes, (wish, place) =>
    Effect.map(judge(turn, tools)(wish, place), (judgement) => ({
      id: `${round}.${place}`,
      tool: wish.tool.slice(0, 200),
      input: wish.input.slice(0, longestInput),
      ...judgement,
    })),
  )
