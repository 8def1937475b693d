/**
 * The sessions of a user, one with each agent, and what becomes of them when they grow long: their older exchanges are summed up
 * in a digest that says where it comes from, and go to the user's archive.
 */
import { address } from "../address.ts"
import { isPaid, paidFor, type Asker, type Buyer } from "../budget/purchase.ts"
import type { Params } from "../effects.ts"
import type { ConstellationEvent, Timed } from "../events.ts"
import { own, type Digest, type Exchange, type Person } from "../values.ts"

/** Exchanges, and characters of them, that a session keeps before its older ones are digested; half of both stay. */
export const kept = 20
export const longest = 24_000
/** Exchanges that a digest names as its sources; of older ones it says how many there were, and since when. */
const sourcesAtMost = 100

export interface Sessions extends Buyer {
  readonly user: Person
  /** By brain: what the user asked and was answered, oldest first. */
  readonly sessions: Readonly<Record<string, ReadonlyArray<Exchange>>>
  /** By brain: what was before that. */
  readonly digests: Readonly<Record<string, Digest>>
  /** Whose older exchanges are being digested, and how many of them; null: nobody's. */
  readonly digesting: { readonly brain: string; readonly count: number } | null
}

type Change = Partial<Sessions>
type Of<T extends ConstellationEvent["type"]> = Timed<Extract<ConstellationEvent, { type: T }>>

interface Args {
  readonly context: Sessions
}

export const none = { sessions: {}, digests: {}, digesting: null, purchase: null } as const

/** Who has a digest paid. */
export const askerOf = ({ user }: Sessions): Asker => ({ asker: address("constellation", user.id), by: user })

export const remember = (
  { sessions }: Sessions,
  { brain, turn, asked, answered, at, user }: Of<"REMEMBER">,
): Change => ({
  user,
  sessions: { ...sessions, [brain]: [...(own(sessions, brain) ?? []), { turn, asked, answered, at }] },
})

const sizeOf = (exchanges: ReadonlyArray<Exchange>): number =>
  exchanges.reduce((sum, { asked, answered }) => sum + asked.length + answered.length, 0)

const exceeds = (exchanges: ReadonlyArray<Exchange>, share = 1): boolean =>
  exchanges.length > kept * share || sizeOf(exchanges) > longest * share

/** How many of the oldest leave; the last one stays, however long it is. */
const leaving = (session: ReadonlyArray<Exchange>): number => {
  let count = 0
  while (count < session.length - 1 && exceeds(session.slice(count), 0.5)) count++
  return count
}

const overlong = ({ sessions }: Sessions): string | undefined =>
  Object.keys(sessions).find((brain) => sessions[brain]!.length > 1 && exceeds(sessions[brain]!))

/** One digest at a time. */
export const owesDigest = (all: Sessions): boolean => all.digesting === null && overlong(all) !== undefined

export const begin = (all: Sessions): Pick<Sessions, "digesting"> => {
  const brain = overlong(all)!
  return { digesting: { brain, count: leaving(all.sessions[brain]!) } }
}

/** Of what `begin` notes, or has noted. */
export const wanted = ({ context: all }: Args): Params<"Digest"> => {
  const { brain, count } = all.digesting ?? begin(all).digesting!
  return {
    brain,
    user: all.user,
    before: own(all.digests, brain)?.text ?? null,
    exchanges: all.sessions[brain]!.slice(0, count),
    ...paidFor(all),
  }
}

export const isWanted = ({ digesting }: Sessions, { brain }: Of<"DIGESTED">): boolean =>
  digesting?.brain === brain

export const isUnpaid = ({ purchase }: Sessions, { turn }: Of<"UNPAID">): boolean =>
  purchase !== null && purchase.turn === turn && !purchase.refused && !isPaid(purchase)

const digestedOf = ({ sessions, digesting }: Sessions): ReadonlyArray<Exchange> =>
  (own(sessions, digesting!.brain) ?? []).slice(0, digesting!.count)

/** What was digested leaves the session. */
export const archived = ({ context: all }: Args): Params<"Tell"> => ({
  to: address("archive", all.user.id),
  event: { type: "ARCHIVE", brain: all.digesting!.brain, exchanges: digestedOf(all) },
})

export const digested = (all: Sessions, event: Timed<ConstellationEvent>): Change => {
  if (event.type !== "DIGESTED") return {}
  const { brain, text, model, at } = event
  const gone = digestedOf(all)
  const before = own(all.digests, brain)
  const sources = [
    ...(before?.sources ?? []),
    ...gone.map(({ turn = null, at: said }) => ({ turn, at: said })),
  ]
  const digest: Digest = {
    text,
    model,
    at,
    of: (before?.of ?? 0) + gone.length,
    since: before?.since ?? gone[0]?.at ?? at,
    sources: sources.slice(-sourcesAtMost),
  }
  return {
    sessions: { ...all.sessions, [brain]: (own(all.sessions, brain) ?? []).slice(gone.length) },
    digests: { ...all.digests, [brain]: digest },
    digesting: null,
  }
}
