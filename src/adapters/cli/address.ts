/** An actor that somebody names on the command line. */
import { Effect, Schema } from "effect"
import { Argument } from "effect/cli"
import { Address } from "../../machines/address.ts"
import { InputError } from "./input-error.ts"

export const addressArgument = Argument.String("address").pipe(
  Argument.withDescription("An actor, as conversation/123 (log list shows them)"),
)

export const addressOf = (text: string): Effect.Effect<Address, InputError> =>
  Schema.decodeUnknownEffect(Address)(text).pipe(
    Effect.mapError(
      () =>
        new InputError({
          message: `${text} is no address: write one such as conversation/123, agent/0-0001 or pool/0`,
        }),
    ),
  )
