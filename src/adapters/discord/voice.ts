/** Orrery's voice in Discord: agents speak through a webhook under their own names, or signed by the bot where they cannot. */
import { Routes } from "discord.js"
import { Clock, Effect, Layer, RcMap, Semaphore } from "effect"
import { Roster } from "../../actors/performing/roster.ts"
import { Breakers } from "../../actors/resilience/breakers.ts"
import { Lessons } from "../../actors/lessons/lessons.ts"
import { Retries } from "../../actors/resilience/retries.ts"
import { Voice, type Sketch, type Utterance, type VoiceFailed } from "../../actors/performing/voice.ts"
import { showBoard, unshowBoard } from "./board.ts"
import { budgetOf, deliver } from "./delivery.ts"
import { draftKey, finishDraft, removeDraft, showDraft } from "./drafts.ts"
import { lineOf } from "./hearing.ts"
import { throughBreaker } from "./hook-breakers.ts"
import { makeExcuse } from "./excuse.ts"
import { Recent } from "./recent.ts"
import { refusal, voiceFailed, type RestFailed } from "./rest-errors.ts"
import { DiscordRest } from "./rest.ts"
import { Messages, Sent } from "./shapes.ts"
import {
  asBot,
  botMessage,
  hookIsGone,
  nonceOf,
  throughWebhook,
  type Speaker,
  type Speech,
} from "./speakers.ts"
import { split } from "./split.ts"
import { makeTyping } from "./typing.ts"
import { isHook, makeWebhooks, type Place } from "./webhooks.ts"

export const layer: Layer.Layer<Voice, never, DiscordRest | Roster> = Layer.effect(
  Voice,
  Effect.gen(function* () {
    const rest = yield* DiscordRest
    const team = yield* Roster
    /** Everybody of the team, in the order in which they came. */
    const known: Array<string> = []
    const everybody = () => [...team.agents, ...(team.away ?? []).map(({ brain }) => brain)]
    const webhooks = yield* makeWebhooks
    const excuse = yield* makeExcuse
    const breakers = yield* Breakers
    const retries = yield* Retries
    const lessons = yield* Lessons
    const turns = yield* RcMap.make({ lookup: (_channel: string) => Semaphore.make(1) })

    /** Drafts that this process has made, and of which it knows what they say: nothing that it sent is on its way to them. */
    const own = new Recent()

    /** What was begun and not ended here: some of it may have been said. */
    const unfinished = new Recent()

    /** One speaks at a time in a channel, in the order of asking. */
    const inTurn = <A, E>(channel: string, speak: Effect.Effect<A, E>): Effect.Effect<A, E> =>
      Effect.scoped(Effect.flatMap(RcMap.get(turns, channel), (turn) => turn.withPermit(speak)))

    /** Who joins later gets the next face, and nobody gets another. */
    const avatarOf = (id: string) => {
      for (const brain of everybody()) if (!known.includes(brain.id)) known.push(brain.id)
      return Math.max(0, known.indexOf(id))
    }

    /** Speaks for an agent as it is possible there. */
    const speaking = Effect.fnUntraced(function* <A>(
      channel: string,
      speech: Speech,
      speak: (speaker: Speaker, place: Place) => Effect.Effect<A, RestFailed>,
    ) {
      const place = yield* webhooks.place(channel)
      const hook = place.hookChannel === null ? null : yield* webhooks.hook(place.hookChannel)
      if (hook !== null && !isHook(hook)) yield* excuse(place, hook)
      const speaker =
        hook !== null && isHook(hook)
          ? throughBreaker(
              breakers,
              place.guild ?? channel,
              throughWebhook(rest, place, hook, speech, avatarOf(speech.brain.id)),
            )
          : asBot(rest, channel, speech)
      return yield* speak(speaker, place).pipe(
        Effect.tapErrorTag("RestFailed", (failed) =>
          hookIsGone(failed) && place.hookChannel !== null ? webhooks.forget(place.hookChannel) : Effect.void,
        ),
      )
    })

    const speak = (utterance: Utterance, again: boolean, asked: number) => {
      const { channel, text, answers, draft } = utterance
      return speaking(channel, utterance, (speaker, place) => {
        const finish = draft && finishDraft(rest, speaker, own, { ...utterance, ...draft })
        return deliver(rest, channel, speaker, split(text, speaker.room), answers, again, asked, {
          finish,
          budget: budgetOf(retries, { what: "webhook", name: place.guild ?? channel }),
        })
      })
    }

    /** A webhook that is gone is made anew, once; whether that helps is learnt. */
    const anew = <A, E extends RestFailed | VoiceFailed>(
      first: Effect.Effect<A, E>,
      second: Effect.Effect<A, E>,
    ): Effect.Effect<A, E> =>
      Effect.catchIf(first, isGone, (gone) => {
        const fault = { kind: "webhook gone", where: "voice", message: wordsOf(gone) }
        return Effect.andThen(lessons.note(fault), second).pipe(
          Effect.tap(() => lessons.outcome(fault, "new webhook", true)),
          Effect.tapError(() => lessons.outcome(fault, "new webhook", false)),
        )
      })

    const sketching = <A>(sketch: Sketch, draw: (speaker: Speaker) => Effect.Effect<A, RestFailed>) => {
      const speech = { ...sketch, key: draftKey(sketch.turn), pingable: [] }
      const drawn = speaking(sketch.channel, speech, draw)
      return inTurn(sketch.channel, anew(drawn, drawn)).pipe(
        Effect.mapError((failed) => (failed._tag === "RestFailed" ? voiceFailed(failed) : failed)),
      )
    }

    const say = (utterance: Utterance, asked: number): Effect.Effect<ReadonlyArray<string>, VoiceFailed> =>
      Effect.suspend(() => {
        const id = `${utterance.answers}.${utterance.brain.id}`
        const again = utterance.again || unfinished.has(id)
        unfinished.add(id)
        return anew(speak(utterance, again, asked), speak(utterance, true, asked)).pipe(
          Effect.mapError((failed) => (failed._tag === "RestFailed" ? voiceFailed(failed) : failed)),
          Effect.tap(() => Effect.sync(() => unfinished.delete(id))),
        )
      })

    return {
      connect: Effect.fnUntraced(function* (channel, recent) {
        const { hookChannel } = yield* webhooks.place(channel)
        if (hookChannel !== null) yield* webhooks.hook(hookChannel)
        if (recent < 1) return []
        const messages = yield* rest
          .api(Messages, "GET", Routes.channelMessages(channel), {
            query: { limit: String(Math.min(recent, 100)) },
          })
          .pipe(Effect.mapError(voiceFailed))
        return messages
          .toReversed()
          .map((message) => lineOf(message, rest.self, everybody()))
          .filter((line) => line !== null)
      }),

      parentOf: (channel) =>
        Effect.map(webhooks.place(channel), ({ thread, hookChannel }) => (thread ? hookChannel : null)),

      disconnect: Effect.fnUntraced(function* (channel) {
        yield* webhooks.forgetPlace(channel)
      }),

      say: (utterance) =>
        utterance.text.trim() === ""
          ? Effect.fail(refusal("stop", "The answer is empty."))
          : Effect.flatMap(Clock.currentTimeMillis, (asked) =>
              inTurn(utterance.channel, say(utterance, asked)),
            ),

      draft: (sketch) => sketching(sketch, (speaker) => showDraft(rest, speaker, own, sketch)),

      retract: (sketch) => sketching(sketch, (speaker) => removeDraft(rest, speaker, sketch)),

      notice: ({ key, channel, text, pingable = [] }) =>
        inTurn(
          channel,
          Effect.forEach(split(text), (piece, index) =>
            rest.api(Sent, "POST", Routes.channelMessages(channel), {
              body: botMessage(nonceOf(key, index), piece, pingable),
            }),
          ),
        ).pipe(
          Effect.mapError(voiceFailed),
          Effect.flatMap(([first]) =>
            first === undefined
              ? Effect.fail(refusal("stop", "The notice is empty."))
              : Effect.succeed(first.id),
          ),
        ),

      show: (board) => inTurn(board.channel, showBoard(rest, board)).pipe(Effect.mapError(voiceFailed)),

      unshow: (channel, message) =>
        inTurn(channel, unshowBoard(rest, channel, message)).pipe(Effect.mapError(voiceFailed)),

      typing: yield* makeTyping,
    }
  }),
)

const wordsOf = (failed: RestFailed | VoiceFailed): string =>
  failed._tag === "RestFailed" ? failed.message : failed.reason

const isGone = (failed: RestFailed | VoiceFailed): boolean =>
  failed._tag === "RestFailed" && hookIsGone(failed)
