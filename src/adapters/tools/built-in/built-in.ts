/** A tool that is Orrery's own: what a model is told of it, and how it is done. One file each. */
import { Effect, Schema } from "effect"
import { ToolFailed, type Hands, type Tool, type ToolCall } from "../../../actors/performing/tools.ts"

export interface BuiltIn {
  readonly tool: Tool
  readonly run: (call: ToolCall) => Effect.Effect<string, ToolFailed, Hands>
}

interface Description<I> extends Omit<Tool, "parameters"> {
  /** What it takes; its annotations tell the model of each part. */
  readonly input: Schema.Codec<I, unknown>
  readonly run: (input: I, call: ToolCall) => Effect.Effect<string, ToolFailed, Hands>
}

export const fix = (reason: string) => new ToolFailed({ reason, remedy: "fix" })
export const later = (reason: string) => new ToolFailed({ reason, remedy: "retry" })

/** On one line, so that the model can mend its call. */
const wrong = ({ message }: { readonly message: string }) =>
  fix(`its input is not right: ${message.replace(/\s+/g, " ").slice(0, 300)}`)

export const builtIn = <I>({ input, run, ...tool }: Description<I>): BuiltIn => {
  const decode = Schema.decodeUnknownEffect(input)
  return {
    tool: { ...tool, parameters: Schema.toJsonSchemaDocument(input).schema as Tool["parameters"] },
    run: (call) =>
      Effect.flatMap(Effect.mapError(decode(call.input), wrong), (decoded) => run(decoded, call)),
  }
}
