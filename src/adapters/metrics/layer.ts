/** All that is measured of a runner, for `/metrics`. */
import { Layer } from "effect"
import { BreakerMetricsLayer } from "../../actors/resilience/measuring.ts"
import type { Observer } from "../../actors/watching/observer.ts"
import { ProcessMetricsLayer } from "./process.ts"
import { ReplyMetricsLayer } from "./replies.ts"
import { ScalingLayer } from "./scaling.ts"

export { MeasuredPorts, MeasuredStore } from "./ports.ts"

export const layer: Layer.Layer<never, never, Observer> = Layer.mergeAll(
  ProcessMetricsLayer,
  ReplyMetricsLayer,
  ScalingLayer(),
  BreakerMetricsLayer,
)
