/** The ports that can fail, with a clock beside each: how long the store and models take, and what goes wrong, by tag. */
import { Clock, Effect, Exit, Layer, Metric } from "effect"
import { Model } from "../../actors/performing/model.ts"
import { Voice } from "../../actors/performing/voice.ts"
import { Store } from "../../actors/store.ts"
import * as instruments from "./instruments.ts"

type Tagged = { readonly _tag: string }

const counted = <A, E extends Tagged, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.tapError(effect, ({ _tag }) => Metric.update(instruments.errors(_tag), 1))

/** Whoever gave up waiting is no measure of how long it takes. */
const timed =
  (histogram: Metric.Metric<number, unknown>) =>
  <A, E extends Tagged, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.flatMap(Clock.currentTimeNanos, (began) =>
      counted(effect).pipe(
        Effect.onExit((exit) =>
          Exit.hasInterrupts(exit)
            ? Effect.void
            : Effect.flatMap(Clock.currentTimeNanos, (now) =>
                Metric.update(histogram, Number(now - began) / 1e9),
              ),
        ),
      ),
    )

const measuredStore = (store: Store["Service"]): Store["Service"] => {
  const its = {
    claim: timed(instruments.store("claim")),
    commit: timed(instruments.store("commit")),
    journal: timed(instruments.store("journal")),
    peek: timed(instruments.store("peek")),
  }
  return {
    ...store,
    claim: (address) => its.claim(store.claim(address)),
    commit: (batch) => its.commit(store.commit(batch)),
    journal: (address, from, limit) => its.journal(store.journal(address, from, limit)),
    peek: (address) => its.peek(store.peek(address)),
  }
}

const measuredModel = (model: Model["Service"]): Model["Service"] => {
  const its = { think: timed(instruments.model("think")), route: timed(instruments.model("route")) }
  return {
    ...model,
    think: (prompt, heed) => its.think(model.think(prompt, heed)),
    route: (question) => its.route(model.route(question)),
  }
}

const measuredVoice = (voice: Voice["Service"]): Voice["Service"] => ({
  ...voice,
  connect: (channel, recent) => counted(voice.connect(channel, recent)),
  say: (utterance) => counted(voice.say(utterance)),
  draft: (sketch) => counted(voice.draft(sketch)),
  notice: (notice) => counted(voice.notice(notice)),
  show: (board) => counted(voice.show(board)),
})

export const MeasuredStore = Layer.effect(Store, Effect.map(Store, measuredStore))

/** The same ports, measured. */
export const MeasuredPorts = Layer.mergeAll(
  MeasuredStore,
  Layer.effect(Model, Effect.map(Model, measuredModel)),
  Layer.effect(Voice, Effect.map(Voice, measuredVoice)),
)
