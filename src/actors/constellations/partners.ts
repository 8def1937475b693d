/** Partners of the operator's: people whose constellations are laid out in the configuration. */
import { Context, Stream } from "effect"

export interface Partner {
  readonly discordId: string
  readonly name: string
  /** It is made when Orrery starts; otherwise with the person's first word. */
  readonly autoInitialize: boolean
  /** The name of a template. */
  readonly template: string
}

/** What the operator says now. Without it there are none. */
export class Partners extends Context.Reference<{
  readonly all: () => ReadonlyArray<Partner>
  /** By the id of a person. */
  readonly named: (user: string) => Partner | undefined
  /** Begins with those that there are. */
  readonly changes: Stream.Stream<ReadonlyArray<Partner>>
}>("orrery/actors/Partners", {
  defaultValue: () => ({ all: () => [], named: () => undefined, changes: Stream.make([]) }),
}) {}
