/** How an event is written, and those that many charts share. */
import { Schema } from "effect"

export const event = <const T extends string, F extends Schema.Struct.Fields>(type: T, fields: F) =>
  Schema.Struct({ type: Schema.Literal(type), ...fields })

/** The lifecycle that every pooled actor shares. */
export const lifecycle = {
  ALLOCATE: event("ALLOCATE", {}),
  CONNECTED: event("CONNECTED", {}),
  RELEASE: event("RELEASE", {}),
  DISCONNECTED: event("DISCONNECTED", {}),
  /** It did not work. `retry`: trying again may help; otherwise it is over, and `reason` says why to a person. */
  FAIL: event("FAIL", { reason: Schema.String, retry: Schema.Boolean }),
}
