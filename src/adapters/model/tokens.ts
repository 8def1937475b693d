/**
 * How long a text is for a model, in tokens. The one place where tokens of a prompt are counted: by OpenAI's `o200k_base`, of
 * which the tokenizers of other providers differ by a tenth or so. Its tables take 80 MB and a third of a second, so they
 * are loaded with the first text that is counted: the offline model needs none.
 */
import { createRequire } from "node:module"

type Tokenizer = typeof import("gpt-tokenizer/encoding/o200k_base")

const load = createRequire(import.meta.url)
let tokenizer: Tokenizer | undefined

/** What looks like a token of the model's own, such as `<|endoftext|>`, is text like any other. */
const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() }

export const tokensOf = (text: string): number => {
  tokenizer ??= load("gpt-tokenizer/encoding/o200k_base") as Tokenizer
  return tokenizer.countTokens(text, asText)
}
