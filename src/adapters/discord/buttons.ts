/** Buttons under a board: whose they are stands in their `custom_id`, and pressing one tells that actor. */
import { MessageFlags, type ButtonInteraction } from "discord.js"
import { Effect, Option, Schedule, Schema } from "effect"
import { Mail } from "../../actors/mail.ts"
import { kindOf, type Address } from "../../machines/address.ts"
import type { Event } from "../../machines/events.ts"
import type { Press } from "../../machines/permit/answer.ts"
import { refusalOf } from "../../machines/permit/reach.ts"
import { Person } from "../../machines/values.ts"
import { personOf } from "./commands/command.ts"
import { showDeparture } from "./commands/forget-me.ts"
import { managesMessages, managesServer } from "./commands/policy.ts"
import { sent } from "./commands/sent.ts"
import { readCustomId } from "./custom-id.ts"

export { customIdOf, readCustomId } from "./custom-id.ts"

/** Of the time in which a person waits for anything to happen. */
const patience = Schedule.exponential("200 millis").pipe(Schedule.jittered, Schedule.upTo({ times: 5 }))

const Asked = Schema.Struct({ by: Schema.NullOr(Person), outcome: Schema.NullOr(Schema.Unknown) })

/** Why who presses may not decide what a permit asks, for them alone; null: they may, or it is decided, or nobody can say now. */
const barred = (of: Address, press: Press) =>
  Effect.gen(function* () {
    if (kindOf(of) !== "permit") return null
    const { context } = yield* (yield* Mail).peek(of)
    const asked = yield* Schema.decodeUnknownEffect(Asked)(context)
    return asked.outcome === null ? refusalOf(asked, press) : null
  }).pipe(
    Effect.timeout("2 seconds"),
    Effect.orElseSucceed(() => null),
  )

/** Acknowledges at once, and tells whose board it is. The board itself shows what came of it. Never fails. */
export const pressButton = (interaction: ButtonInteraction): Effect.Effect<void, never, Mail> =>
  Effect.gen(function* () {
    const found = Option.getOrNull(readCustomId(interaction.customId))
    if (found === null) return
    yield* sent("a button", () => interaction.deferUpdate())
    const pressed = {
      type: "PRESSED",
      button: found.button,
      by: personOf(interaction),
      channel: interaction.channelId,
      manages: managesMessages(interaction),
      ...(managesServer(interaction) && { managesServer: true as const }),
    } as const satisfies Event
    const sentence = yield* barred(found.by, pressed)
    if (sentence !== null)
      return yield* sent("a button", () =>
        interaction.followUp({
          content: sentence,
          flags: MessageFlags.Ephemeral,
          allowedMentions: { parse: [] },
        }),
      )
    const envelope = { id: `discord:${interaction.id}`, cause: interaction.id, event: pressed }
    yield* (yield* Mail).tell(found.by, envelope).pipe(
      Effect.retry({ schedule: patience, while: ({ _tag }) => _tag !== "Poisoned" }),
      Effect.andThen(showDeparture(interaction, found.by)),
      Effect.catch(({ _tag }) =>
        Effect.andThen(
          Effect.logWarning(`${found.by} did not hear its button ${found.button}: ${_tag}`),
          sent("a button", () =>
            interaction.followUp({
              content: "That did not work just now. Try again in a minute.",
              flags: MessageFlags.Ephemeral,
            }),
          ),
        ),
      ),
    )
  })
