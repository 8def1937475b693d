/** The voice port: how Orrery speaks in a channel. Discord's adapter implements it; the playground is one Discord of two. */
import { Context, Schema, type Effect } from "effect"
import type { Brain } from "../../machines/agent/brain.ts"
import type { Address } from "../../machines/address.ts"
import type { Button, Draft, Line } from "../../machines/values.ts"

/** Something an agent says: split into as many messages as its length asks for. */
export interface Utterance {
  /** The same for every attempt, whichever process makes it. At most 25 characters. */
  readonly key: string
  readonly turn: string
  readonly channel: string
  readonly brain: Brain
  readonly text: string
  /** The message that is answered. */
  readonly answers: string
  /** What was shown of it while it was written, and becomes its first message; null: nothing. */
  readonly draft: Draft | null
  /** Ids of people that this may ping; nobody else is. */
  readonly pingable: ReadonlyArray<string>
  /** An attempt was under way when its process died: look whether it was sent before sending it. */
  readonly again: boolean
}

/** Where an answer is shown while it is written: one message of the persona's, which says that more will come. */
export interface Sketch {
  readonly turn: string
  readonly channel: string
  readonly guild: string | null
  readonly answers: string
  readonly brain: Brain
  /** The message that it is; null: it is to be made, or it is not known whether it was. */
  readonly message: string | null
}

/** Something the bot says for itself, such as why nobody answers. */
export interface Notice {
  readonly key: string
  readonly channel: string
  readonly text: string
  /** Ids of people that it may ping; nobody else is. */
  readonly pingable?: ReadonlyArray<string>
}

/** An actor's board: one message of the bot's with buttons under it. */
export interface Board {
  readonly by: Address
  /** The same for every attempt to make this actor's board. */
  readonly key: string
  readonly channel: string
  /** The message that it is; null: it is to be made. */
  readonly message: string | null
  readonly text: string
  readonly buttons: ReadonlyArray<Button>
  /** An attempt was made before, or may have been. */
  readonly again: boolean
}

/** Discord refused, after all waiting for rate limits and retrying. `reason` says what to do. */
export class VoiceFailed extends Schema.TaggedError<VoiceFailed>()("VoiceFailed", {
  reason: Schema.String,
  /** `retry`: Discord is not there now; `stop`: the channel is gone or closed to us; `fix`: a permission is missing. */
  remedy: Schema.Literals(["retry", "stop", "fix"]),
}) {}

export class Voice extends Context.Service<
  Voice,
  {
    /** Makes ready to speak in a channel, and returns its last lines, oldest first, at most `recent`. */
    readonly connect: (channel: string, recent: number) => Effect.Effect<ReadonlyArray<Line>, VoiceFailed>
    /** The channel that a thread belongs to; null: it is no thread. */
    readonly parentOf: (channel: string) => Effect.Effect<string | null, VoiceFailed>
    /** Forgets what was kept for a channel. */
    readonly disconnect: (channel: string) => Effect.Effect<void>
    /** Speaks as a persona; the ids of the messages it became, in order. */
    readonly say: (utterance: Utterance) => Effect.Effect<ReadonlyArray<string>, VoiceFailed>
    /** Shows the text so far; the id of the message. `again`: it may have been made before. */
    readonly draft: (
      sketch: Sketch & { readonly text: string; readonly again: boolean },
    ) => Effect.Effect<string, VoiceFailed>
    /** Takes it away, if it is there. */
    readonly retract: (sketch: Sketch) => Effect.Effect<void, VoiceFailed>
    /** Speaks as the bot; the id of the message. */
    readonly notice: (notice: Notice) => Effect.Effect<string, VoiceFailed>
    /** Makes or changes an actor's board; the id of the message. */
    readonly show: (board: Board) => Effect.Effect<string, VoiceFailed>
    /** Takes a message of the bot's away, if it is there. */
    readonly unshow: (channel: string, message: string) => Effect.Effect<void, VoiceFailed>
    /** Shows that somebody thinks, for as long as the effect runs; never fails, never ends. */
    readonly typing: (channel: string) => Effect.Effect<never>
  }
>()("orrery/actors/Voice") {}
