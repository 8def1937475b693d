/** What commands need of the composition in `orrery.ts`. */
import type { Layer } from "effect"
import type { Host } from "../../actors/host.ts"
import type { Model } from "../../actors/performing/model.ts"
import type { Observer } from "../../actors/watching/observer.ts"
import type { Roster } from "../../actors/performing/roster.ts"
import type { Status } from "../../actors/watching/status.ts"
import type { Store } from "../../actors/store.ts"
import type { Configuration } from "../config/configuration.ts"
import type { Settings } from "../config/settings.ts"
import type { Inspector } from "../inspector/inspector.ts"

/** Why it did not start: `message` says what to do. */
export interface StartError {
  readonly _tag: string
  readonly message: string
}

export type Compose = (
  settings: Settings,
) => Layer.Layer<Host | Inspector | Model | Observer | Roster | Status | Store, StartError, Configuration>
