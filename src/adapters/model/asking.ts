/** One call of a provider: for the whole answer, or for one that is heard while it is written. */
import { generateText, streamText, type FinishReason, type LanguageModel, type LanguageModelUsage } from "ai"
import type { Heed } from "../../actors/model.ts"
import type { Request } from "./prompt.ts"

export interface Asked extends Request {
  readonly model: LanguageModel
  readonly maxOutputTokens: number
  readonly temperature: number
  readonly abortSignal: AbortSignal
}

export interface Said {
  readonly text: string
  readonly finishReason: FinishReason
  readonly usage: Pick<LanguageModelUsage, "inputTokens" | "outputTokens">
}

/** Throws what the SDK throws. */
export const whole = (asked: Asked): Promise<Said> => generateText({ ...asked, maxRetries: 0 })

/** Throws what the SDK tells of, at whatever place of the answer; null: the provider does not stream. */
export const streamed = async (asked: Asked, heed: Heed): Promise<Said | null> => {
  // What fails is in the stream, too: without a listener the SDK prints it to the console.
  const { stream } = streamText({ ...asked, maxRetries: 0, onError: () => {} })
  let text = ""
  for await (const part of stream) {
    if (part.type === "error") throw part.error
    if (part.type === "finish") {
      const { finishReason, totalUsage: usage } = part
      return text === "" && finishReason === "other" ? null : { text, finishReason, usage }
    }
    if (part.type !== "text-delta") continue
    text += part.text
    heed(text)
  }
  return null
}
