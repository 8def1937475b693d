/** The bot that Orrery is, and the Discord that it is in: the real one, or the playground's. */
import { Context, type Redacted } from "effect"

export class Account extends Context.Service<
  Account,
  {
    readonly token: Redacted.Redacted
    /** Where Discord's API is, without `/v10`; undefined for discord.com. */
    readonly base: string | undefined
    /** How many requests of its REST API it takes in a second; undefined: 50, as Discord does. */
    readonly requestsPerSecond?: number | undefined
  }
>()("orrery/adapters/discord/Account") {}
