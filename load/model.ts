/** The scripted model of load tests: it repeats what it was asked, after a time that is always the same, and remembers nothing. */
import { Effect, Layer } from "effect"
import { Model } from "../src/actors/performing/model.ts"

const label = "scripted model"
const usage = { input: 100, output: 20 }

/** `thinking` in ms. */
export const layer = (thinking: number): Layer.Layer<Model> =>
  Layer.succeed(Model, {
    label,
    offline: false,
    think: ({ brain, message }) =>
      Effect.as(Effect.sleep(thinking), { text: `${brain.id}: ${message.text}`, model: label, usage }),
    route: () => Effect.succeed({ responders: [], reason: "the script says so" }),
    digest: () => Effect.succeed({ text: "They talked.", model: label, usage }),
  })
