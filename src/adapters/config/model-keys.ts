/** Which models think: keys of `[models]`. */
import { atOnce, context, fixed, limitKeys } from "./answers.ts"
import { cacheAnswers } from "./caches.ts"
import { duration, modelNames, secret, text, url } from "./kinds.ts"
import { key, table } from "./tree.ts"

const live = { live: true }

export const models = table(
  "Which model thinks.",
  {
    ...fixed({
      model: key(text(200), {
        does: 'The model of every agent whose tier has none of its own; "offline" asks no AI.',
        standard: null,
        without: "the provider's usual ones",
        example: '"gpt-6-luna"',
        env: "ORRERY_MODEL",
      }),
      premium: key(text(200), {
        does: "The model of agents of the tier premium.",
        standard: null,
        without: "`model`",
        example: '"gpt-6-luna"',
        env: "ORRERY_MODEL_PREMIUM",
      }),
      standard: key(text(200), {
        does: "The model of agents of the tier standard.",
        standard: null,
        without: "`model`",
        example: '"gpt-6-luna"',
        env: "ORRERY_MODEL_STANDARD",
      }),
      lite: key(text(200), {
        does: "The model of agents of the tier lite.",
        standard: null,
        without: "`model`",
        example: '"gpt-6-luna"',
        env: "ORRERY_MODEL_LITE",
      }),
      fallbacks: key(modelNames, {
        does: 'Models that are asked one after the other when the first gives no answer: Claude\'s by their names, "ollama/NAME" for one on this machine, any other where OpenAI is; "offline" at the end, so that somebody always answers.',
        standard: null,
        without: "the person is told that no answer came",
        example: '["claude-haiku-5-5", "offline"]',
        env: "ORRERY_MODEL_FALLBACKS",
      }),
      timeout: key(duration("1 s", "1 h"), {
        does: "How long one answer of a model may take.",
        standard: 60_000,
        env: "ORRERY_MODEL_TIMEOUT",
      }),
      openai_api_key: key(secret("OPENAI_API_KEY"), {
        does: "The key of OpenAI, or of a service that speaks like it.",
        standard: null,
        without: "Anthropic's key, an Ollama on this machine, or the offline model",
        example: '"env:OPENAI_API_KEY"',
        env: "OPENAI_API_KEY",
      }),
      openai_base_url: key(url, {
        does: "Another address than OpenAI's.",
        standard: null,
        without: "OpenAI's own",
        example: '"http://127.0.0.1:8080/v1"',
        env: "OPENAI_BASE_URL",
      }),
      anthropic_api_key: key(secret("ANTHROPIC_API_KEY"), {
        does: "The key of Anthropic.",
        standard: null,
        without: "an Ollama on this machine, or the offline model",
        example: '"env:ANTHROPIC_API_KEY"',
        env: "ANTHROPIC_API_KEY",
      }),
      anthropic_base_url: key(url, {
        does: "Another address than Anthropic's.",
        standard: null,
        without: "Anthropic's own",
        example: '"https://anthropic.example/v1"',
        env: "ANTHROPIC_BASE_URL",
      }),
    }),
    at_once: atOnce,
    context,
    cache_answers: cacheAnswers,
    ...limitKeys,
  },
  live,
)
