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
  /** It may use these before it answers; left out: none. */
  readonly tools?: ToolSet
}

export interface Said {
  readonly text: string
  readonly finishReason: FinishReason
  readonly usage: Pick<LanguageModelUsage, "inputTokens" | "outputTokens">
}

/** Throws what the SDK throws. */
export const whole = async (asked: Asked): Promise<Said> => {
  const { steps, finishReason, totalUsage } = await generateText({ ...asked, maxRetries: 0, stopWhen })
  return { text: joined(steps.map(({ text }) => text)), finishReason, usage: totalUsage }
}

/** With tools a model is asked again with what they came to. */
const stopWhen = isStepCount(4)

/** What is said before a tool is used and after it. */
const joined = (texts: ReadonlyArray<string>): string => texts.filter((text) => text !== "").join("\n\n")

/** Throws what the SDK tells of, at whatever place of the answer; null: the provider does not stream. */
export const streamed = async (asked: Asked, heed: Heed): Promise<Said | null> => {
  // What fails is in the stream, too: without a listener the SDK prints it to the console.
  const { stream } = streamText({ ...asked, maxRetries: 0, stopWhen, onError: () => {} })
  let text = ""
  /** Said before the last tool was used. */
  let said = ""
  for await (const part of stream) {
    if (part.type === "error") {
      if (text === "" && InvalidResponseDataError.isInstance(part.error)) return null
      throw part.error
    }
    if (part.type === "finish") {
      const { finishReason, totalUsage: usage } = part
      return text === "" && finishReason === "other" ? null : { text, finishReason, usage }
    }
    if (part.type === "start-step" && text !== "") said = text
    if (part.type !== "text-delta") continue
    text = said === text && said !== "" ? joined([said, part.text]) : text + part.text
    heed(text)
  }
  return null
}
