/**
 * The one store of the simulation, and each process's connection to it: requests and answers get lost, it goes away for a
 * while, takes nothing more in, breaks in the middle of a batch, and is slow.
 */
import { Effect } from "effect"
import type { Address } from "../../src/machines/address.ts"
import {
  StoreUnavailable,
  type Claim,
  type Commit,
  type CommitResult,
  type Store,
  type StoredEntry,
} from "../../src/actors/store.ts"
import { MemoryStore } from "../support/memory-store.ts"
import type { History } from "./history.ts"
import type { Faults } from "./faults.ts"
import type { Machine } from "./machine.ts"
import type { Network } from "./network.ts"

/** Who looks on as the store changes, and judges. */
export interface Auditor {
  readonly claimed: (by: Machine, address: Address, claim: Claim) => void
  /** `entries` are those that were written. */
  readonly committed: (by: Machine, commit: Commit, entries: ReadonlyArray<StoredEntry>) => void
  readonly fenced: (by: Machine, commit: Commit) => void
}

/** `read-only`: an old primary, or a replica; `full`: out of memory. Both answer questions and write nothing. */
export type Condition = "up" | "away" | "read-only" | "full"

type Operations = Pick<
  Store["Service"],
  | "claim"
  | "commit"
  | "journal"
  | "peek"
  | "trim"
  | "rewrite"
  | "erase"
  | "search"
  | "base"
  | "due"
  | "addresses"
>
type Connect = (by: Machine) => Operations

/** How long a process waits for an answer, in ms. */
const patience = 3000

const reasons: Readonly<Record<Exclude<Condition, "up">, string>> = {
  away: "The store does not answer.",
  "read-only": "The store is a read-only replica.",
  full: "The store is out of memory.",
}

export class SimulatedStore {
  readonly memory = new MemoryStore()
  condition: Condition = "up"
  /** A mutant puts something else in its place. */
  operations: Connect = () => this.memory.service
  /** As `operations`, but in the process that asks. */
  connection = (_by: Machine, service: Store["Service"]): Store["Service"] => service
  readonly #faults: Faults
  readonly #network: Network
  readonly #auditor: Auditor
  readonly #history: History

  constructor(faults: Faults, network: Network, history: History, auditor: Auditor) {
    this.#faults = faults
    this.#network = network
    this.#history = history
    this.#auditor = auditor
  }

  connect(by: Machine, groups: Pick<Store["Service"], "groupSize" | "sideBySide">): Store["Service"] {
    const at = this.operations(by)
    return this.connection(by, {
      label: "the simulated store",
      ...groups,
      claim: (address) =>
        this.request(by, "write", () => {
          this.#remember(address)
          const claim = now(at.claim(address))
          this.#auditor.claimed(by, address, claim)
          return claim
        }),
      commit: (batch) => this.request(by, "write", () => this.#commit(by, at, batch)),
      journal: (address, from, limit) =>
        this.request(by, "read", () => now(at.journal(address, from, limit))),
      peek: (address) => this.request(by, "read", () => now(at.peek(address))),
      trim: (address, through, base) =>
        this.request(by, "write", () => {
          this.#rememberJournal(address)
          return now(at.trim(address, through, base))
        }),
      rewrite: (rewrite) => this.request(by, "write", () => now(at.rewrite(rewrite))),
      erase: (address, epoch) => this.request(by, "write", () => now(at.erase(address, epoch))),
      search: (holds) => this.request(by, "read", () => now(at.search(holds))),
      scrub: this.request(by, "write", () => undefined),
      base: (address) => this.request(by, "read", () => now(at.base(address))),
      due: (time, limit) => this.request(by, "read", () => now(at.due(time, limit))),
      addresses: (kind, after, limit) =>
        this.request(by, "read", () => now(at.addresses(kind, after, limit))),
    })
  }

  /** Anything that a process asks of what the store is on: the locks lie there too. */
  request<A>(by: Machine, how: "read" | "write", serve: () => A): Effect.Effect<A, StoreUnavailable> {
    const late = () => unavailable("The store did not answer in time.")
    return this.#network.ask<A, StoreUnavailable>({
      from: by,
      to: "store",
      patience,
      late,
      serve: (answer) => {
        if (this.#faults.strikes("storeRequestLost")) return
        const outcome = this.#attempt(how, serve)
        if (!this.#faults.strikes("storeAnswerLost")) answer(outcome)
      },
    })
  }

  #attempt<A>(how: "read" | "write", serve: () => A): Effect.Effect<A, StoreUnavailable> {
    const { condition } = this
    if (condition !== "up" && (condition === "away" || how === "write"))
      return unavailable(reasons[condition])
    try {
      return Effect.succeed(serve())
    } catch (error) {
      if (error instanceof StoreUnavailable) return Effect.fail(error)
      throw error
    }
  }

  #commit(by: Machine, at: Operations, batch: ReadonlyArray<Commit>): ReadonlyArray<CommitResult> {
    const breaks = this.#faults.strikes("storeBreaksInBatch")
    const most = breaks ? this.#faults.dice("storeBreaksInBatch").below(batch.length) : batch.length
    const results = batch.slice(0, most).map((commit) => this.#commitOne(by, at, commit))
    if (breaks) throw new StoreUnavailable({ message: "The connection broke." })
    return results
  }

  #commitOne(by: Machine, at: Operations, commit: Commit): CommitResult {
    const before = this.memory.actors.get(commit.address)?.journal.length ?? 0
    this.#remember(commit.address)
    const [result] = now(at.commit([commit]))
    const entries = this.memory.actors.get(commit.address)?.journal.slice(before) ?? []
    if (entries.length > 0) this.#auditor.committed(by, commit, entries)
    if (result!._tag === "Fenced") this.#auditor.fenced(by, commit)
    return result!
  }

  /** Trimming leaves the old list as it is. */
  #rememberJournal(address: Address): void {
    const kept = this.memory.actors.get(address)
    if (kept === undefined) return
    const { journal, base } = kept
    this.#history.push(() => void Object.assign(kept, { journal, base }))
  }

  /** How the actor stands, should a failover bring that back. */
  #remember(address: Address): void {
    const { actors } = this.memory
    const kept = actors.get(address)
    if (kept === undefined) return this.#history.push(() => void actors.delete(address))
    const { journal, ids, ...state } = kept
    const { length } = journal
    this.#history.push(() => {
      for (const { id } of journal.splice(length)) if (id !== null) ids.delete(id)
      Object.assign(kept, state)
    })
  }
}

const now = <A>(effect: Effect.Effect<A, StoreUnavailable>): A => Effect.runSync(effect)

const unavailable = (message: string) => Effect.fail(new StoreUnavailable({ message }))
