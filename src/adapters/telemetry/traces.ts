/**
 * Traces for who collects them, by OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp). Nothing is sent, and nothing
 * is made to be sent, unless an address is configured.
 */
import { Clock, Duration, Effect, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { OtlpExporter, OtlpResource, OtlpSerialization } from "effect/observability"
import packageJson from "../../../package.json" with { type: "json" }
import { Observer } from "../../actors/watching/observer.ts"
import { makeSpans, type Span } from "./spans.ts"

export interface TracesOptions {
  /** The collector, as `http://127.0.0.1:4318`; null: nobody collects. */
  readonly otlp: string | null
  /** How often spans are sent. Default: 5 seconds. */
  readonly every?: Duration.Input
}

const sendTo = (otlp: string, every: Duration.Input) =>
  Effect.gen(function* () {
    const observer = yield* Observer
    const clock = yield* Clock.Clock
    const { traces } = yield* OtlpSerialization.OtlpSerialization
    const resource = OtlpResource.make({ serviceName: "orrery", serviceVersion: packageJson.version })
    const { push } = yield* OtlpExporter.make({
      label: "Orrery",
      url: `${otlp.replace(/\/+$/, "")}/v1/traces`,
      headers: undefined,
      exportInterval: every,
      maxBatchSize: 1000,
      shutdownTimeout: "3 seconds",
      body: (spans: Array<Span>) => {
        const scopeSpans = [{ scope: { name: "orrery", version: packageJson.version }, spans }]
        return [traces({ resourceSpans: [{ resource, scopeSpans }] }), Effect.void]
      },
    })
    const spansOf = makeSpans()
    const end = observer.watch((observation) => {
      for (const span of spansOf(observation, clock.currentTimeMillisUnsafe())) push(span)
    })
    yield* Effect.addFinalizer(() => Effect.sync(end))
    yield* Effect.logInfo(`Traces go to ${new URL(otlp).origin}`)
  })

export const layer = ({ otlp, every = "5 seconds" }: TracesOptions): Layer.Layer<never, never, Observer> =>
  otlp === null
    ? Layer.empty
    : Layer.effectDiscard(sendTo(otlp, every)).pipe(
        Layer.provide(OtlpExporter.layerFlusher),
        Layer.provide(OtlpSerialization.layerJson),
        Layer.provide(FetchHttpClient.layer),
      )
