/**
 * What goes wrong, and how often. Each seed suffers from some kinds of faults and not from others, at rates of its own:
 * bugs hide where everything fails at once as well as where nothing does (Groce et al., "Swarm testing", ISSTA 2012).
 */
import { Dice } from "./dice.ts"

/** Least and most: a probability for each call or message, or with `perMinute` a number of times a minute. */
const ranges = {
  crash: { perMinute: true, least: 0.3, most: 8 },
  crashAtCall: { least: 0.001, most: 0.04 },
  freeze: { perMinute: true, least: 0.3, most: 8 },
  freezeAtCall: { least: 0.001, most: 0.04 },
  rollOver: { perMinute: true, least: 0.2, most: 4 },
  passivation: { perMinute: true, least: 1, most: 40 },
  partition: { perMinute: true, least: 0.3, most: 8 },
  clockJump: { perMinute: true, least: 0.3, most: 8 },
  messageLost: { least: 0.005, most: 0.3 },
  messageDelayed: { least: 0.005, most: 0.3 },
  messageDoubled: { least: 0.005, most: 0.3 },
  storeRequestLost: { least: 0.002, most: 0.1 },
  storeAnswerLost: { least: 0.002, most: 0.2 },
  storeSlow: { least: 0.005, most: 0.2 },
  storeBreaksInBatch: { least: 0.005, most: 0.3 },
  storeAway: { perMinute: true, least: 0.2, most: 2 },
  storeReadOnly: { perMinute: true, least: 0.2, most: 2 },
  storeFull: { perMinute: true, least: 0.2, most: 2 },
  restRefusesFirst: { least: 0.01, most: 0.4 },
  restBreaksAfter: { least: 0.01, most: 0.4 },
  restTimesOut: { least: 0.005, most: 0.3 },
  restRateLimit: { least: 0.005, most: 0.2 },
  restSlow: { least: 0.005, most: 0.3 },
  webhookDeleted: { perMinute: true, least: 0.1, most: 4 },
  gatewayDrops: { perMinute: true, least: 0.3, most: 8 },
  gatewayDoubles: { least: 0.01, most: 0.3 },
  gatewayReorders: { least: 0.1, most: 0.8 },
  modelSlow: { least: 0.02, most: 0.5 },
  modelTimesOut: { least: 0.02, most: 0.5 },
  modelGarbage: { least: 0.02, most: 0.5 },
  /** Only in the mode in which the store may lose what it acknowledged. */
  failover: { perMinute: true, least: 1, most: 6 },
  modelBreaks: { least: 0.02, most: 0.3 },
  toolSlow: { least: 0.02, most: 0.5 },
  toolTimesOut: { least: 0.02, most: 0.3 },
  toolFloods: { least: 0.02, most: 0.3 },
  toolBreaks: { least: 0.02, most: 0.3 },
} as const satisfies Readonly<Record<string, { perMinute?: true; least: number; most: number }>>

export type Kind = keyof typeof ranges
export const kinds = Object.keys(ranges) as ReadonlyArray<Kind>

/** How likely a seed suffers from a kind at all. */
const present = 0.45

export class Faults {
  /** How often each kind has struck. */
  readonly counts = new Map<Kind, number>()
  readonly #rates: ReadonlyMap<Kind, number>
  readonly #dice: ReadonlyMap<Kind, Dice>
  #begun = false
  #over = false

  constructor(seed: number, without: ReadonlySet<string>, failover: boolean) {
    this.#dice = new Map(kinds.map((kind) => [kind, new Dice(seed, kind)]))
    const swarm = new Dice(seed, "swarm")
    const rates = kinds.map((kind) => {
      const { least, most } = ranges[kind]
      const rate = swarm.logarithmic(least, most)
      const isPresent = kind === "failover" ? failover : swarm.chance(present)
      return [kind, isPresent && !without.has(kind) ? rate : 0] as const
    })
    this.#rates = new Map(rates)
  }

  /** Kinds that this seed suffers from. */
  get rates(): ReadonlyArray<readonly [Kind, number]> {
    return [...this.#rates].filter(([, rate]) => rate > 0)
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0)
  }

  /** Until here nothing goes wrong. */
  begin(): void {
    this.#begun = true
  }

  /** From here on nothing goes wrong any more. */
  end(): void {
    this.#over = true
  }

  get over(): boolean {
    return this.#over
  }

  /** Whether it happens now, to this call or message. */
  strikes(kind: Kind): boolean {
    const struck = this.#begun && !this.#over && this.dice(kind).chance(this.#rates.get(kind)!)
    if (struck) this.count(kind)
    return struck
  }

  /** In how many ms it happens next; null when it never does. */
  next(kind: Kind): number | null {
    const rate = this.#rates.get(kind)!
    return rate === 0 ? null : this.dice(kind).exponential(60_000 / rate)
  }

  count(kind: Kind): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1)
  }

  /** Chance that belongs to a kind: how long, whom, which of two ways. */
  dice(kind: Kind): Dice {
    return this.#dice.get(kind)!
  }
}
