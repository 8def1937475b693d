/** How far Orrery is with the constellations of partners: a bar on a terminal; elsewhere the log alone says it. */
import { Effect, Layer } from "effect"
import { BootProgress, logged, type Progress } from "../../actors/constellations/boot.ts"
import { openBar, type Bar } from "./bar.ts"

/** A bar for each sweep that finds somebody to make or to find. */
const drawn = (terminal: NodeJS.WriteStream) => {
  let bar: Bar | null = null
  let total = 0
  let done = 0
  let failed = 0
  const close = Effect.sync(() => {
    bar?.close()
    bar = null
  })
  const step = Effect.sync(() => {
    done++
    bar?.at(done, total, failed === 0 ? "" : `  ${failed} failed`)
  })
  const progress: Progress = {
    begun: (count) =>
      Effect.andThen(
        close,
        Effect.sync(() => {
          total = count
          done = failed = 0
          if (count > 0) bar = openBar(terminal, "Constellations of partners")
          bar?.at(0, total)
        }),
      ),
    made: (...made) => Effect.andThen(step, logged.made(...made)),
    failed: (...why) => {
      failed++
      return Effect.andThen(step, logged.failed(...why))
    },
    done: (outcome) => Effect.andThen(close, logged.done(outcome)),
  }
  return { progress, close }
}

export const layer: Layer.Layer<never> = process.stderr.isTTY
  ? Layer.effect(
      BootProgress,
      Effect.map(
        Effect.acquireRelease(
          Effect.sync(() => drawn(process.stderr)),
          ({ close }) => close,
        ),
        ({ progress }) => progress,
      ),
    )
  : Layer.empty
