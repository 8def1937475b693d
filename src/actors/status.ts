/** What Orrery says of itself: to `/status` in Discord, to the page, to an operator. Counts only, no scan. */
import { Context, type Effect } from "effect"
import type { Kind } from "../machines/address.ts"

export interface Report {
  /** Seconds since the start. */
  readonly uptime: number
  readonly store: string
  readonly model: string
  readonly offline: boolean
  /** Live actors of this process by kind and top state, for example `conversation.active`. */
  readonly live: Readonly<Record<Kind, Readonly<Record<string, number>>>>
  /** Events committed, refused as seen before, and refused as broken, since the start. */
  readonly events: { readonly committed: number; readonly duplicates: number; readonly poisoned: number }
  /** Effects that are owed at this moment. */
  readonly owed: number
  /** What an operator should mend, one line each; empty when all is well. */
  readonly warnings: ReadonlyArray<string>
}

export class Status extends Context.Service<Status, { readonly report: Effect.Effect<Report> }>()(
  "orrery/actors/Status",
) {}
