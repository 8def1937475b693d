/** A process that can die: from then on nothing that it does has any effect, and nothing that it waits for comes. */
import { Effect, Exit, Layer, Scope } from "effect"
import { Store, type Commit } from "../../src/actors/store.ts"
import type { MemoryStore } from "./memory-store.ts"

/**
 * When a process dies: at its n-th round trip to write, before anything, all or half of the group is written; or when
 * something is said for the n-th time, before it knows.
 */
export type Fate =
  | { readonly write: number; readonly at: "before" | "after" | "half" }
  | { readonly say: number }

export class Process {
  dead = false
  #writes = 0
  #says = 0
  readonly #fate: Fate | null

  constructor(fate: Fate | null = null) {
    this.#fate = fate
  }

  die(): void {
    this.dead = true
  }

  /** Something that it says is heard. */
  speaks(): void {
    this.#says++
    if (this.#fate !== null && "say" in this.#fate && this.#fate.say === this.#says) this.die()
  }

  /** What a living process does, and nothing when it is dead: not even an answer. */
  readonly mortal = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
    const unlessDead = <B>(value: B): Effect.Effect<B> => (this.dead ? Effect.never : Effect.succeed(value))
    return Effect.suspend(() => (this.dead ? Effect.never : Effect.flatMap(effect, unlessDead)))
  }

  store(memory: MemoryStore): Layer.Layer<Store> {
    const { service } = memory
    const fateOf = () => {
      this.#writes++
      const fate = this.#fate
      return fate !== null && "write" in fate && fate.write === this.#writes ? fate.at : null
    }
    /** What is written in one piece is written, or not. */
    const whole = <A, E>(write: Effect.Effect<A, E>, nothing: A) =>
      Effect.suspend(() => {
        const dies = fateOf()
        if (dies !== null) this.die()
        return dies === "before" ? Effect.succeed(nothing) : write
      })
    const commit = (batch: ReadonlyArray<Commit>) =>
      Effect.suspend(() => {
        const dies = fateOf()
        if (dies === null) return service.commit(batch)
        const written = dies === "before" ? 0 : dies === "after" ? batch.length : Math.ceil(batch.length / 2)
        this.die()
        return service.commit(batch.slice(0, written))
      })
    return Layer.succeed(Store, {
      ...service,
      claim: (address) => this.mortal(service.claim(address)),
      commit: (batch) => this.mortal(commit(batch)),
      rewrite: (rewrite) => this.mortal(whole(service.rewrite(rewrite), { _tag: "Committed" })),
      erase: (address, epoch) => this.mortal(whole(service.erase(address, epoch), { _tag: "Committed" })),
      search: (holds) => this.mortal(service.search(holds)),
      due: (now, limit) => this.mortal(service.due(now, limit)),
    })
  }
}

/** Brings a runtime up that lasts until it is told to stop. */
export const start = <S>(layer: Layer.Layer<S>) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const services = yield* Layer.buildWithScope(layer, scope)
    return {
      run: <A, E>(effect: Effect.Effect<A, E, S>): Effect.Effect<A, E> => Effect.provide(effect, services),
      stop: Scope.close(scope, Exit.void),
    }
  })
