/** One call of a provider: for the whole answer, or for one that is heard while it is written. */
import {
  generateText,
  InvalidResponseDataError,
  isStepCount,
  streamText,
  type FinishReason,
  type LanguageModel,
  type LanguageModelUsage,
  type ToolSet,
} from "ai"
import type { Heed } from "../../actors/performing/model.ts"
import type { Request } from "./prompt.ts"

export interface Asked extends Request {
  readonly model: LanguageModel
  readonly maxOutputTokens: number
  readonly temperature: number
  readonly abortSignal: AbortSignal
  /** It may use these before it answers; left out: none. Those without a way to carry them out are what it answers with. */
  readonly tools?: ToolSet
  readonly toolChoice?: "auto" | "none"
}

/** A call of a tool that is not carried out here. */
export interface Wanted {
  readonly toolName: string
  /** JSON, or what should have been. */
  readonly input: string
}

export interface Said {
  readonly text: string
  readonly wants: ReadonlyArray<Wanted>
  readonly finishReason: FinishReason
  readonly usage: Pick<LanguageModelUsage, "inputTokens" | "outputTokens">
}

/** Throws what the SDK throws. */
export const whole = async (asked: Asked): Promise<Said> => {
  const { steps, finishReason, totalUsage } = await generateText({
    ...asked,
    maxRetries: 0,
    ...stopWhen(asked),
  })
  const text = joined(steps.map((step) => step.text))
  const wants = (steps.at(-1)?.toolCalls ?? []).filter(isForOthers(asked)).map(wantedBy)
  return { text, wants, finishReason, usage: totalUsage }
}

interface Called {
  readonly toolName: string
  readonly input: unknown
}

/** Of a tool that is not carried out here; or of one that nobody knows, which whoever hears of it can say. */
const isForOthers =
  ({ tools = {} }: Asked) =>
  ({ toolName }: Called): boolean =>
    tools[toolName]?.execute === undefined

const wantedBy = ({ toolName, input }: Called): Wanted => ({
  toolName,
  input: typeof input === "string" ? input : JSON.stringify(input ?? {}),
})

/** With tools a model is asked again with what they came to, until it wants one that is for others to carry out. */
const stopWhen = (asked: Asked) => ({
  stopWhen: [
    isStepCount(4),
    ({ steps }: { readonly steps: ReadonlyArray<{ readonly toolCalls: ReadonlyArray<Called> }> }) =>
      steps.at(-1)?.toolCalls.some(isForOthers(asked)) === true,
  ],
})

/** What is said before a tool is used and after it. */
const joined = (texts: ReadonlyArray<string>): string => texts.filter((text) => text !== "").join("\n\n")

/** Throws what the SDK tells of, at whatever place of the answer; null: the provider does not stream. */
export const streamed = async (asked: Asked, heed: Heed): Promise<Said | null> => {
  // What fails is in the stream, too: without a listener the SDK prints it to the console.
  const { stream } = streamText({ ...asked, maxRetries: 0, ...stopWhen(asked), onError: () => {} })
  let text = ""
  /** Said before the last tool was used. */
  let said = ""
  let wants: ReadonlyArray<Wanted> = []
  for await (const part of stream) {
    if (part.type === "error") {
      if (text === "" && InvalidResponseDataError.isInstance(part.error)) return null
      throw part.error
    }
    if (part.type === "finish") {
      const { finishReason, totalUsage: usage } = part
      const isNothing = text === "" && wants.length === 0 && finishReason === "other"
      return isNothing ? null : { text, wants, finishReason, usage }
    }
    if (part.type === "start-step" && text !== "") said = text
    if (part.type === "tool-call" && isForOthers(asked)(part)) wants = [...wants, wantedBy(part)]
    if (part.type !== "text-delta") continue
    text = said === text && said !== "" ? joined([said, part.text]) : text + part.text
    heed(text)
  }
  return null
}
