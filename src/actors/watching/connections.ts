/** The connections that this process has open to others, by host. */
import { Context } from "effect"

export interface ConnectionsTo {
  /** `api.openai.com:443`. */
  readonly to: string
  /** Now. */
  readonly open: number
  /** Since the start. Far fewer than requests where connections are kept. */
  readonly opened: number
  /** Attempts that came to nothing, since the start. */
  readonly failed: number
}

/** Left out of a runtime: nobody counts. */
export const Connections = Context.Reference<() => ReadonlyArray<ConnectionsTo>>(
  "orrery/actors/Connections",
  { defaultValue: () => () => [] },
)
