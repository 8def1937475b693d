/**
 * What a model is asked for besides turns: whom the manager chooses, a digest. What it may take is set aside by all budgets
 * before it is asked, settled afterwards or given back, as for a turn. When one of them has too little left, it is not asked.
 */
import { assign, enqueueActions } from "xstate"
import type { Address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { paying } from "../event.ts"
import type { Event, Timed } from "../events.ts"
import type { Claim, Person, Usage } from "../values.ts"

export interface Purchase {
  /** Tells it from all else that the same budgets pay. */
  readonly turn: string
  readonly claim: Claim
  /** Budgets that have set tokens aside. */
  readonly granted: ReadonlyArray<Address>
  /** One of them has too few left, or gave no answer. */
  readonly refused: boolean
}

/** Who keeps one; null: nothing is asked for, or it costs nothing. */
export interface Buyer {
  readonly purchase: Purchase | null
}

/** Who has it paid, and whose budgets are asked. */
export interface Asker {
  readonly asker: Address
  readonly by: Person
}

type Letter = Params<"Tell">
type Of<T extends keyof typeof paying> = Timed<(typeof paying)[T]["Type"]>

/** How long budgets may take until it goes without them, in ms. */
export const payTime = 8000

export const priced = ({ turn, claim }: Of<"PRICED">): Purchase => ({
  turn,
  claim,
  granted: [],
  refused: false,
})

export const isPaid = ({ claim, granted }: Purchase): boolean =>
  claim.limits.every(({ of }) => granted.includes(of))

export const granted = (purchase: Purchase, { turn, budget }: Of<"GRANTED">): Purchase =>
  turn === purchase.turn ? { ...purchase, granted: [...purchase.granted, budget] } : purchase

export const reservations = (
  { turn, claim: { tokens, limits } }: Purchase,
  { asker, by }: Asker,
): ReadonlyArray<Letter> =>
  limits.map((limit) => ({ to: limit.of, event: { type: "RESERVE", turn, tokens, limit, asker, by } }))

/** To each that was asked, whatever it said or will say: letters to one budget arrive in order. */
export const returns = ({ turn, claim }: Purchase): ReadonlyArray<Letter> =>
  claim.limits.map(({ of }) => ({ to: of, event: { type: "RETURN", turn } }))

/** What it took is settled; what came to nothing, or to what nobody counted, is given back. */
export const closing = (purchase: Purchase, usage: Usage | undefined): ReadonlyArray<Letter> => {
  if (purchase.refused) return []
  if (usage === undefined) return returns(purchase)
  const tokens = usage.input + usage.output
  return purchase.claim.limits.map(({ of }) => ({
    to: of,
    event: { type: "SETTLE", turn: purchase.turn, tokens },
  }))
}

/** For the effect that asks: whether it is paid for. Nothing is said before it has a price. */
export const paidFor = ({ purchase }: Buyer): { readonly paid?: boolean } =>
  purchase === null ? {} : { paid: !purchase.refused }

const usageIn = (event: Timed<Event>): Usage | undefined =>
  event.type === "ROUTED" || event.type === "DIGESTED" ? event.usage : undefined

interface Args {
  readonly context: Buyer
  readonly event: Timed<Event>
}

/** Guards that every chart of a buyer has. */
export const guards = {
  isPaid: ({ context: { purchase } }: Args) => purchase !== null && isPaid(purchase),
  /** None of its budgets is missing after this one. */
  isLastGrant: ({ context: { purchase }, event }: Args) =>
    event.type === "GRANTED" &&
    purchase !== null &&
    !purchase.refused &&
    !isPaid(purchase) &&
    isPaid(granted(purchase, event)),
  isRefused: ({ context: { purchase }, event }: Args) =>
    event.type === "REFUSED" && purchase !== null && event.turn === purchase.turn && !purchase.refused,
}

/** Actions that every chart of a buyer has. */
export const actions = <C extends Buyer, E extends Timed<Event>>(askerIn: (context: C) => Asker) => {
  const keep = (purchase: Purchase | null) => ({ purchase }) as unknown as Partial<C>
  const tell = (letters: (purchase: Purchase, args: { context: C; event: E }) => ReadonlyArray<Letter>) =>
    enqueueActions<C, E, undefined, E, never, never, never, never, never>(({ context, event, enqueue }) => {
      if (context.purchase === null) return
      for (const params of letters(context.purchase, { context, event }))
        enqueue({ type: "Tell", params } as never)
    })
  return {
    notePrice: assign<C, E, undefined, E, never>(({ event }) =>
      event.type === "PRICED" ? keep(priced(event)) : {},
    ),
    reserve: tell((purchase, { context }) => reservations(purchase, askerIn(context))),
    noteGrant: assign<C, E, undefined, E, never>(({ context: { purchase }, event }) =>
      event.type === "GRANTED" && purchase !== null ? keep(granted(purchase, event)) : {},
    ),
    giveBack: tell(returns),
    goWithout: assign<C, E, undefined, E, never>(({ context: { purchase } }) =>
      purchase === null ? {} : keep({ ...purchase, refused: true }),
    ),
    close: tell((purchase, { event }) => closing(purchase, usageIn(event))),
    endPurchase: assign<C, E, undefined, E, never>(() => keep(null)),
  }
}

/**
 * A state in which the manager is asked; its chart brings what it names, `guards` and `actions` above, and the delay `payTime`.
 * First the manager is asked at once: where that costs something, the answer is a price.
 */
export const asking = <C>(question: (args: { readonly context: C }) => Params<"Route">) =>
  ({
    initial: "asking",
    exit: ["close", "endPurchase"],
    states: {
      asking: {
        entry: { type: "Route", params: question },
        exit: { type: "Cancel", params: { effect: "Route" } },
        on: { PRICED: { target: "reserving", actions: "notePrice" } },
      },
      reserving: {
        description: "Budgets set aside what it may take. Where one has too little, a rule decides instead.",
        entry: "reserve",
        always: { guard: "isPaid", target: "asking" },
        on: {
          GRANTED: { actions: "noteGrant" },
          REFUSED: { guard: "isRefused", target: "asking", actions: ["giveBack", "goWithout"] },
        },
        after: { payTime: { target: "asking", actions: ["giveBack", "goWithout"] } },
      },
    },
  }) as const
