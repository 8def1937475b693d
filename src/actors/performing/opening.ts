/** A channel is made ready to speak in; its conversation hears what was said before, and what the operator has laid down. */
import { Effect, Schema } from "effect"
import { address, kindOf, type Address } from "../../machines/address.ts"
import type { EffectOf } from "../../machines/effects.ts"
import type { Event } from "../../machines/events.ts"
import { Line, saidAt } from "../../machines/values.ts"
import { standardFor } from "./groups.ts"
import { House, standardOf } from "./house.ts"
import { Mail } from "../mail.ts"
import { fail } from "./outcome.ts"
import { Partners } from "../constellations/partners.ts"
import { Roster } from "./roster.ts"
import { Templates } from "../constellations/templates.ts"
import { Voice } from "./voice.ts"

/** Lines of a parent that a thread begins with, and how much of each, in characters. */
const digestLines = 6
const digestLine = 200
/** What was heard in the parent so long after a thread began, in ms, may have been said before. */
const onItsWay = 5000

export const open = (by: Address, { channel, recent, user }: EffectOf<"Connect">) =>
  Effect.gen(function* () {
    const voice = yield* Voice
    const lines = yield* voice.connect(channel, recent)
    if (kindOf(by) !== "conversation") return { type: "CONNECTED" } satisfies Event
    const parent = yield* voice.parentOf(channel)
    const digest = parent === null ? null : yield* digestOf(parent, channel)
    const connected: Event = {
      type: "CONNECTED",
      recent: [...lines],
      standard: yield* standardIn(user),
      ...(digest !== null && { parent: digest }),
    }
    return connected
  }).pipe(Effect.catch(({ reason, remedy }) => Effect.succeed(fail(reason, remedy === "retry"))))

/** What is laid down; in a person's direct messages, as their template says. */
const standardIn = (user: string | undefined) =>
  Effect.gen(function* () {
    const team = yield* Roster
    const laying = { partners: yield* Partners, templates: yield* Templates }
    return standardFor(standardOf(yield* House, team), laying, team, user ?? null)
  })

const Heard = Schema.Struct({ recent: Schema.Array(Line) })

/** What was said last in a channel when a thread of it began, in short; null: it cannot be looked up now. */
const digestOf = (parent: string, thread: string) =>
  Effect.gen(function* () {
    const { context } = yield* (yield* Mail).peek(address("conversation", parent))
    const { recent } = yield* Schema.decodeUnknownEffect(Heard)(context)
    const before = recent.filter(({ id, at }) => id === thread || at <= saidAt(thread) + onItsWay)
    return before.slice(-digestLines).map((line) => ({ ...line, text: shortened(line.text) }))
  }).pipe(
    Effect.catch((error) =>
      Effect.as(
        Effect.logWarning(`The thread ${thread} begins without what was said before it: ${error._tag}`),
        null,
      ),
    ),
  )

const shortened = (text: string): string =>
  text.length <= digestLine ? text : `${text.slice(0, digestLine - 1).replace(/[\uD800-\uDBFF]$/, "")}…`
