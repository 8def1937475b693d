/** The caches of a process: how a lookup goes down the layers, and what it finds comes up again. */
import { Clock, Effect, Layer, Metric, Option, Schedule, Schema } from "effect"
import { Caches, type Belonging, type Lookup } from "./caches.ts"
import { CacheStore, everything, type Found, type Kept } from "./cache-store.ts"
import * as figures from "./figures.ts"
import { makeFlights, type Landed } from "./flight.ts"
import { kindIn, labelOf, labelsOf, type What } from "./labels.ts"
import { Lru, type Weighed } from "./lru.ts"
import { pack, unpack } from "./packing.ts"
import { RecentPuts } from "./recent.ts"
import { idOf, nameOf } from "./scope.ts"
import { makeStored } from "./stored.ts"
import {
  CacheTerms,
  heldUntil,
  layersFor,
  spanOf,
  type CacheKind,
  type LayerName,
  type Span,
  type StoredLayer,
} from "./terms.ts"

/** How often it is noted how much there is. */
const every = "30 seconds"

/** What a value takes in memory besides its text, in bytes: its id, its labels, its places in the maps. */
const overhead = 450

/** A value is kept as its JSON: nobody can change what others get, and it weighs what it weighs. */
interface Text extends Span {
  readonly text: string
  readonly labels: ReadonlyArray<string>
}
type Held = Text & Weighed

/** Whose memory it is that is no agent's. */
const own = ""

const codecs = new WeakMap<object, ReturnType<typeof codecOf>>()
const codecOf = (as: Schema.Codec<unknown>) => {
  const json = Schema.fromJsonString(as)
  return { decode: Schema.decodeUnknownOption(json), encode: Schema.encodeUnknownOption(json) }
}
const reading = <A>({ as }: Lookup<A>) => {
  const known = codecs.get(as) ?? codecOf(as as Schema.Codec<unknown>)
  codecs.set(as, known)
  return known as { decode: (text: unknown) => Option.Option<A>; encode: (value: A) => Option.Option<string> }
}

/** What cannot be read counts as not there. */
const unpacked = (kept: Kept): Effect.Effect<string | null> =>
  Effect.promise(() => unpack(kept).catch(() => null))

/** With the count of invalidations when it was asked for. */
type Dated = Text & { readonly began: number }

interface Wanted<A, E, R> {
  readonly what: Lookup<A>
  readonly id: string
  readonly compute: Effect.Effect<A, E, R>
  readonly worth: (value: A) => boolean
}

const isStale = ({ freshUntil }: Span, now: number): boolean => freshUntil !== null && now >= freshUntil

const make = Effect.gen(function* () {
  const terms = yield* CacheTerms
  const stored = makeStored(yield* CacheStore)
  const lifetime = yield* Effect.scope
  const context = yield* Effect.context<never>()
  figures.begin(context)
  const memory = new Lru<Held>()
  const recent = new RecentPuts()
  /** What was being computed when something was invalidated may be out of date when it is there. */
  let generation = 0
  const refreshing = new Set<string>()

  const note = (layer: LayerName, kind: CacheKind, found: boolean): void =>
    figures.lookups[layer][kind][found ? "hit" : "miss"].updateUnsafe(1, context)

  const fly = yield* makeFlights<Dated>((key) =>
    figures.joined[key.slice(0, key.indexOf(" ")) as CacheKind].updateUnsafe(1, context),
  )

  const remember = (owner: string, id: string, its: Text, now: number): void => {
    const known = memory.get(owner, id, now)
    if (known?.text === its.text && known.freshUntil === its.freshUntil) return
    const { layers, memory: all } = terms()
    const until = heldUntil(terms(), "agent", its.until, now) ?? now
    const { text, labels, ...span } = its
    const held = { text, labels, ...span, bytes: Buffer.byteLength(text) + overhead, heldUntil: until }
    memory.put(owner, id, held, { each: layers.agent.bytes, all })
  }

  /** Unless something was invalidated since it was asked for: whatever it was, this may be out of date, too. */
  const put = (layer: StoredLayer, what: What, id: string, kept: Kept, began: number) =>
    Effect.gen(function* () {
      if (began !== generation) return
      const labels = labelsOf(what)
      const at = yield* Clock.currentTimeMillis
      const until = heldUntil(terms(), layer, kept.until, at)
      yield* stored.put(layer, { ...kept, id, labels, heldUntil: until, room: terms().layers[layer].bytes })
      if (began === generation) recent.note({ layer, id, labels, at })
      else yield* stored.remove(layer, id)
    })

  /** From the shared layer, or from the lasting one, which gives it to the shared one. */
  const below = (what: What, id: string, began: number) =>
    Effect.gen(function* () {
      const its = layersFor(terms(), what.kind)
      for (const layer of stored.layers.filter((one) => its.includes(one))) {
        const kept = yield* stored.get(layer, id)
        const isIts = kept !== null && kept.scope === nameOf(what.scope) && kept.kind === what.kind
        const text = isIts ? yield* unpacked(kept) : null
        note(layer, what.kind, text !== null)
        if (kept === null || text === null) continue
        if (layer === "lasting") yield* put("shared", what, id, kept, began)
        return { text, freshUntil: kept.freshUntil, until: kept.until, labels: labelsOf(what) }
      }
      return null
    })

  const keep = (what: What, id: string, its: Text, began: number) =>
    Effect.gen(function* () {
      const packed = yield* Effect.promise(() => pack(its.text))
      if (packed === null || stored.label === null) return
      const { freshUntil, until } = its
      const kept = { scope: nameOf(what.scope), kind: what.kind, freshUntil, until, ...packed }
      for (const layer of layersFor(terms(), what.kind)) yield* put(layer, what, id, kept, began)
    })

  const computed = <A, E, R>({ what, id, compute, worth }: Wanted<A, E, R>) =>
    Effect.gen(function* () {
      const began = generation
      const value = yield* compute
      const text = worth(value) ? Option.getOrNull(reading(what).encode(value)) : null
      if (text === null || began !== generation) return { value: Option.some(value), kept: null }
      const span = spanOf(terms(), what.kind, yield* Clock.currentTimeMillis)
      const kept = { text, labels: labelsOf(what), ...span, began }
      yield* keep(what, id, kept, began)
      return { value: Option.some(value), kept }
    })

  /** What a layer below has, as long as it counts; `anew`: only if it need not be asked for anew. */
  const descend = <A, E, R>(wanted: Wanted<A, E, R>, anew: boolean) =>
    Effect.gen(function* () {
      const began = generation
      const { what, id } = wanted
      const found = yield* below(what, id, began)
      const serves =
        found !== null &&
        Option.isSome(reading(what).decode(found.text)) &&
        !(anew && isStale(found, yield* Clock.currentTimeMillis))
      return serves ? { value: Option.none<A>(), kept: { ...found, began } } : yield* computed(wanted)
    })

  /** In memory before the flight is over: whoever comes then finds it there. */
  const landing = <A, E, R>({ what, id }: Wanted<A, E, R>, from: Effect.Effect<Landed<Dated>, E, R>) =>
    Effect.tap(from, ({ kept }) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        if (kept !== null && kept.began === generation) remember(what.agent ?? own, id, kept, now)
      }),
    )

  /** Nobody waits for it: whoever comes meanwhile sees what there is. */
  const refresh = <A, E, R>(wanted: Wanted<A, E, R>) =>
    Effect.suspend(() => {
      const key = `${wanted.what.agent ?? own} ${wanted.id}`
      if (refreshing.has(key)) return Effect.void
      refreshing.add(key)
      const flight = Effect.context<R>().pipe(
        Effect.flatMap((ports) =>
          fly(`${wanted.what.kind} anew ${wanted.id}`, Effect.provide(descend(wanted, true), ports)),
        ),
      )
      return landing(wanted, flight).pipe(
        Effect.ignore,
        Effect.ensuring(Effect.sync(() => refreshing.delete(key))),
        Effect.forkIn(lifetime),
        Effect.asVoid,
      )
    })

  const lookup = <A, E, R>(
    what: Lookup<A>,
    compute: Effect.Effect<A, E, R>,
    worth: (value: A) => boolean = () => true,
  ): Effect.Effect<A, E, R> =>
    Effect.gen(function* () {
      const wanted = { what, id: idOf(what.scope, what.kind, what.key), compute, worth }
      const { decode } = reading(what)
      const now = yield* Clock.currentTimeMillis
      const held = memory.get(what.agent ?? own, wanted.id, now)
      const known = held === null ? Option.none<A>() : decode(held.text)
      note("agent", what.kind, Option.isSome(known))
      if (held !== null && Option.isSome(known)) {
        if (isStale(held, now)) yield* refresh(wanted)
        return known.value
      }
      const ports = yield* Effect.context<R>()
      const descent = Effect.provide(descend(wanted, false), ports) as Effect.Effect<Landed<Dated>, E>
      const flight = landing(wanted as Wanted<A, E, never>, descent)
      const { value, kept } = yield* landing(wanted, fly(`${what.kind} ${wanted.id}`, flight))
      if (Option.isSome(value)) return value.value as A
      if (isStale(kept!, yield* Clock.currentTimeMillis)) yield* refresh(wanted)
      return Option.getOrThrow(decode(kept!.text))
    })

  /** Of what is in memory. */
  const drop = (labels: ReadonlyArray<string> | null): void => {
    generation++
    if (labels === null || labels.includes(everything)) memory.clear()
    else memory.sweep((its) => its.labels.some((label) => labels.includes(label)))
  }

  /** What another runner has dropped: what was put here since it did is taken out, and whatever was read of it until then. */
  const heard = (labels: ReadonlyArray<string> | null): void => {
    drop(labels)
    if (labels === null) return
    const takeOut = Effect.gen(function* () {
      const late = recent.take(labels, yield* Clock.currentTimeMillis)
      for (const { layer, id } of late) yield* stored.remove(layer, id)
      if (late.length > 0) drop(labels)
    })
    Effect.runForkWith(context)(takeOut)
  }

  const sweep = (user: string, holds: (text: string) => boolean, forget: boolean) =>
    Effect.gen(function* () {
      const theirs = nameOf({ user })
      const isTheirs = (its: Held) => its.labels.includes(theirs) || holds(its.text)
      if (forget) generation++
      const [inMemory, found] = [memory.entries, [...memory.values()].filter(isTheirs).length]
      if (forget) memory.sweep(isTheirs)
      const isFound = ({ kept }: Found) =>
        kept.scope === theirs
          ? Effect.succeed(true)
          : Effect.map(unpacked(kept), (text) => text === null || holds(text))
      const below = yield* stored.sweep(isFound, [theirs], forget)
      return { looked: inMemory + below.looked, theirs: found + below.theirs }
    })

  yield* stored.listen(heard)
  const weigh = Effect.gen(function* () {
    yield* stored.weigh
    yield* Metric.update(figures.bytes.agent, memory.bytes)
    for (const layer of stored.layers)
      yield* Metric.update(figures.bytes[layer], stored.holding()[layer].bytes)
  })
  yield* Effect.forkScoped(Effect.repeat(weigh, Schedule.spaced(every)))

  return Caches.of({
    lookup,
    invalidate: (what) =>
      Effect.suspend(() => {
        const labels = [labelOf(what)]
        drop(labels)
        return stored.drop(labels)
      }),
    forget: (user, holds) => sweep(user, holds, true),
    search: (user, holds) => sweep(user, holds, false),
    belongingTo: (user) => {
      const theirs = nameOf({ user })
      const found = new Map<string, Belonging>()
      const see = (kind: string, value: string) => found.set(`${kind} ${value}`, { kind, value })
      for (const { text, labels } of memory.values()) if (labels.includes(theirs)) see(kindIn(labels), text)
      const below = stored.each(({ kept }) =>
        kept.scope !== theirs
          ? Effect.void
          : Effect.map(unpacked(kept), (text) => (text === null ? undefined : see(kept.kind, text))),
      )
      return Effect.map(below, () => [...found.values()])
    },
    report: () => ({
      store: stored.label,
      layers: [
        {
          layer: "agent",
          bytes: memory.bytes,
          entries: memory.entries,
          room: terms().memory,
          away: null,
          ...figures.hitsOf(context, "agent"),
        },
        ...stored.layers.map((layer) => ({
          layer,
          ...stored.holding()[layer],
          room: terms().layers[layer].bytes,
          away: stored.away(layer),
          ...figures.hitsOf(context, layer),
        })),
      ],
      kinds: figures.hitsByKind(context),
    }),
  })
})

/** Caches in memory, and in the `CacheStore` that is provided; where there is none, in memory alone. */
export const CachesLayer: Layer.Layer<never> = Layer.effect(Caches, make)
