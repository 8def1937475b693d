/** The ports whose failures teach: how agents speak, and the store. What fails in models is noted where it is known what helps. */
import { Effect, Layer } from "effect"
import { Voice, type VoiceFailed } from "../performing/voice.ts"
import { Store, type StoreUnavailable } from "../store.ts"
import { Lessons, type Fault } from "./lessons.ts"

const kinds: Readonly<Record<VoiceFailed["remedy"], string>> = {
  retry: "discord away",
  stop: "channel closed",
  fix: "permission",
}

const ofVoice = ({ remedy, reason }: VoiceFailed): Fault => ({
  kind: kinds[remedy],
  where: "voice",
  message: reason,
})

const ofStore = ({ message }: StoreUnavailable): Fault => ({ kind: "store away", where: "store", message })

const noting =
  <E>(faultOf: (error: E) => Fault) =>
  <A, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.tapError(effect, (error) => Effect.flatMap(Lessons, ({ note }) => note(faultOf(error))))

const voice = noting(ofVoice)
const store = noting(ofStore)

export const NotedPorts: Layer.Layer<Voice | Store, never, Voice | Store> = Layer.mergeAll(
  Layer.effect(
    Voice,
    Effect.map(Voice, (its) => ({
      ...its,
      connect: (channel, recent) => voice(its.connect(channel, recent)),
      say: (utterance) => voice(its.say(utterance)),
      draft: (sketch) => voice(its.draft(sketch)),
      notice: (notice) => voice(its.notice(notice)),
      show: (board) => voice(its.show(board)),
    })),
  ),
  Layer.effect(
    Store,
    Effect.map(Store, (its) => ({
      ...its,
      claim: (address) => store(its.claim(address)),
      commit: (batch) => store(its.commit(batch)),
      journal: (address, from, limit) => store(its.journal(address, from, limit)),
      peek: (address) => store(its.peek(address)),
    })),
  ),
)
