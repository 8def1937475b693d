/**
 * Discord: Orrery's voice, and its ears. Two layers, since what is heard goes to actors, and actors speak: the runtime
 * stands between them. Both share one `DiscordRest`.
 *
 *     const discord = Discord.layer({ token, base: undefined })
 *     Discord.inbound({ token, base: undefined }).pipe(Layer.provide(runtime), Layer.provide(discord))
 */
import { Layer } from "effect"
import type { Roster } from "../../actors/performing/roster.ts"
import type { Voice } from "../../actors/performing/voice.ts"
import type { DiscordStartError } from "./gateway-errors.ts"
import * as membership from "./membership.ts"
import * as operators from "./operators.ts"
import * as rest from "./rest.ts"
import * as voice from "./voice.ts"

export { DiscordStartError } from "./gateway-errors.ts"
export type { HeardUntil } from "./backfill.ts"
export { catchUpPolicy, type CatchUpPolicy } from "./policy.ts"
export { vigilIn, type Vigil } from "./vigil.ts"
export { layer as inbound, type InboundOptions } from "./inbound.ts"
export { spread, type Spread } from "./spread.ts"
export { DiscordRest, type Options } from "./rest.ts"

/** Checks the token and makes ready to speak; works without a gateway. */
export const layer = (
  options: rest.Options,
): Layer.Layer<Voice | rest.DiscordRest, DiscordStartError, Roster> =>
  Layer.mergeAll(voice.layer, membership.layer, operators.layer).pipe(Layer.provideMerge(rest.layer(options)))
