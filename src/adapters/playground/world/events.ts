/** Everything that happens in a world is an event with Discord's name and payload. */

/** Who may learn of an event. */
export type Audience =
  /** The bot and the people who can see the channel (without one: who are in the guild). */
  | { readonly in: "guild"; readonly guildId: string; readonly channelId?: string }
  /** The bot and the person of a direct conversation. */
  | { readonly in: "dm"; readonly channelId: string; readonly personId: string }
  /** The bot alone. */
  | { readonly in: "bot"; readonly guildId?: string }
  /** People alone: everyone, or one of them. */
  | { readonly in: "page"; readonly personId?: string }

export interface WorldEvent {
  /** Discord's dispatch name, or one of the page's own (`MODAL`, `NOTICE`, …). */
  readonly t: string
  /** The payload as the bot gets it. */
  readonly d: unknown
  /** Milliseconds since 1970. */
  readonly at: number
  readonly audience: Audience
  /** The payload as a person gets it, where that differs. */
  readonly as?: (personId: string) => unknown
}

export type Listener = (event: WorldEvent) => void
