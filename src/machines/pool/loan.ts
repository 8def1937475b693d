/** What a shard knows of the others, and what it has asked of them. */

/** How much a shard has, and how much of it is with guilds; what is lent is the borrower's. */
export interface Load {
  readonly used: number
  readonly all: number
}

/** What a shard has asked another for, and not heard of yet. */
export interface Asked {
  readonly loan: string
  readonly shard: string
  readonly since: number
}

export interface Lending {
  /** Ids of the other shards. */
  readonly others: ReadonlyArray<string>
  /** What they said last of themselves. */
  readonly loads: Readonly<Record<string, Load>>
  /** What this one said last of itself. */
  readonly said: Load | null
  readonly asked: Asked | null
  /** Loans that it ever asked for. */
  readonly loans: number
  /** Who had nothing to lend lately, and until when it asks nobody, in ms since 1970. */
  readonly refusedBy: ReadonlyArray<string>
  readonly asksAgain: number
}

export const noLending: Lending = {
  others: [],
  loads: {},
  said: null,
  asked: null,
  loans: 0,
  refusedBy: [],
  asksAgain: 0,
}
