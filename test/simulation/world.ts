/** Everything that a seed's simulation is made of, and the auditors that look at it at every step. */
import { hash } from "node:crypto"
import { Effect } from "effect"
import type { AgentContext } from "../../src/machines/agent/agent.ts"
import { kindOf, type Address } from "../../src/machines/address.ts"
import { Placement } from "../../src/actors/placement.ts"
import { team } from "../support/world.ts"
import { Endings } from "./audit/endings.ts"
import { Fleet } from "./audit/fleet.ts"
import { Journals } from "./audit/journals.ts"
import { Letters } from "./audit/letters.ts"
import { Order } from "./audit/order.ts"
import { Replies } from "./audit/replies.ts"
import { consequences, violated, Violation } from "./audit/violation.ts"
import { gatewayShards } from "./cluster.ts"
import { Dice } from "./dice.ts"
import { Gateway } from "./discord/gateway.ts"
import { Guilds, type Message } from "./discord/guilds.ts"
import { makeRest, type Sent } from "./discord/rest.ts"
import { Faults } from "./faults.ts"
import { History } from "./history.ts"
import { Locks } from "./locks.ts"
import type { Machine } from "./machine.ts"
import type { Station } from "./mail.ts"
import { makeModel } from "./model.ts"
import { Network } from "./network.ts"
import { People } from "./people.ts"
import { Runner } from "./runner.ts"
import { scaleOf, type Scale } from "./scale.ts"
import type { Options } from "./simulation.ts"
import { SimulatedArchive } from "./archive.ts"
import { SimulatedStore } from "./store.ts"
import { makeTools, Workshop } from "./tools.ts"
import { Timeline } from "./timeline.ts"

const start = Date.UTC(2026, 0, 1)

export class World {
  readonly seed: number
  readonly scale: Scale
  readonly timeline = new Timeline(start)
  /** What a failover of the store brings back. */
  readonly history: History
  readonly faults: Faults
  readonly network: Network
  readonly store: SimulatedStore
  readonly archive = new SimulatedArchive()
  readonly locks: Locks
  readonly guilds: Guilds
  readonly gateway: Gateway
  readonly people: People
  readonly journals: Journals
  readonly replies: Replies
  readonly endings: Endings
  readonly fleet: Fleet
  /** What happened, one line each. */
  readonly transcript: Array<string> = []
  /** What runners logged. */
  readonly logs: Array<string> = []
  /** The first thing that must not be. */
  failure: Error | null = null
  /** Rules that were broken since acknowledged events were lost at a failover. */
  consequences = 0
  readonly #order = new Order()
  readonly #workshop = new Workshop()
  readonly #hasTools: boolean
  readonly #stations = new Map<string, Station>()

  constructor({ seed, without, mutant, failover }: Required<Options>) {
    this.seed = seed
    this.scale = scaleOf(seed)
    this.#hasTools = new Dice(seed, "tools").chance(0.4)
    this.history = new History(this.timeline, failover)
    this.faults = new Faults(seed, without, failover)
    this.network = new Network(this.timeline, this.faults, seed)
    const placement = Effect.runSync(Effect.provide(Placement, Placement.layer(this.scale.fleet)))
    this.fleet = new Fleet(placement.agentsOf)
    this.replies = new Replies((line) => this.note(line))
    this.endings = new Endings(this.replies)
    this.journals = new Journals(this.history, (step) => {
      for (const auditor of auditors) this.judge(() => auditor.step(step))
    })
    const letters = new Letters(this.journals.copies, placement.poolFor)
    const auditors = [this.#order, this.fleet, this.endings, letters]
    this.store = new SimulatedStore(this.faults, this.network, this.history, {
      claimed: (by, address, claim) => {
        this.note(`${by.id} wakes ${address} at ${claim.seq} in epoch ${claim.epoch}`)
        this.judge(() => this.journals.claimed(by, address, claim))
      },
      committed: (by, commit, entries) => {
        this.note(
          `${commit.address} ${commit.expectedSeq}+${entries.length} by ${by.id}: ${typesOf(entries)}`,
        )
        const wakeAt = this.store.memory.actors.get(commit.address)!.wakeAt
        this.judge(() => this.journals.committed(by, commit, entries, wakeAt))
      },
      fenced: (by, { address, epoch }) => this.note(`${by.id} is fenced from ${address} in epoch ${epoch}`),
    })
    this.locks = new Locks(this.timeline, this.store, this.history)
    this.guilds = new Guilds(this.timeline, (message) => this.#onMessage(message))
    this.gateway = new Gateway(this.timeline, this.faults, this.network, new Dice(seed, "gateway"))
    this.people = new People(
      this.timeline,
      new Dice(seed, "people"),
      this.guilds,
      team.agents,
      (interaction) => {
        const { id, command, channel, by } = interaction
        this.note(`${by.name}: /${command} in ${channel}`)
        this.gateway.dispatch(this.#shardOf(channel), { t: "INTERACTION_CREATE", id, interaction })
      },
    )
    mutant?.plant(this)
  }

  note(line: string): void {
    this.transcript.push(`${this.#time()}  ${line}`)
  }

  /** Looks whether a rule is broken; the first that is ends the seed, unless it follows from what a failover lost. */
  judge(look: () => void): void {
    try {
      look()
    } catch (error) {
      if (this.journals.lost > 0 && error instanceof Violation && consequences.has(error.rule)) {
        this.consequences++
        return this.note(`in consequence: ${error.message}`)
      }
      this.failure ??= error instanceof Error ? error : new Error(String(error))
      if (!(error instanceof Violation)) throw error
    }
  }

  /** Something broke that nobody caught. */
  broke(reason: unknown): void {
    this.failure ??= reason instanceof Error ? reason : new Error(String(reason))
  }

  /** A replica takes over that has not heard what was written in the last `ms`. */
  failover(ms: number): void {
    const before = this.journals.lost
    this.history.goBack(ms)
    this.#order.forget()
    this.note(
      `the store fails over: ${this.journals.lost - before} acknowledged entries of the last ${Math.round(ms)} ms are lost`,
    )
  }

  /** Starts the runtime in a process. */
  boot(machine: Machine): Runner {
    const { seed, scale, faults, network, guilds } = this
    const runner = new Runner({
      machine,
      dice: new Dice(seed, `dice of ${machine.id}`),
      store: this.store.connect(machine, scale.groups),
      archive: this.archive.service,
      rest: makeRest(machine, this.timeline, network, faults, guilds, (sent) => this.#onDone(sent)),
      model: makeModel(
        faults,
        new Dice(seed, `model of ${machine.id}`),
        new Dice(seed, `what ${machine.id} wants of tools`),
        team,
      ),
      tools: makeTools(
        faults,
        new Dice(seed, `tools of ${machine.id}`),
        (look) => this.judge(look),
        this.#workshop,
        !this.#hasTools,
      ),
      team,
      fleet: scale.fleet,
      bounds: scale.bounds,
      locks: this.locks,
      gateway: this.gateway,
      post: {
        network,
        station: (id) => this.#stations.get(id),
        acknowledged: (to, id) =>
          this.judge(() => {
            if (!this.journals.copyOf(to).ids.has(id))
              violated("no acknowledged event lost", `${to} acknowledged ${id} without having it`)
          }),
      },
      log: (line) => {
        this.logs.push(line)
        this.note(`${machine.id} logs ${line}`)
      },
      onHeard: (message) => this.#order.heard(machine.id, message),
    })
    this.#stations.set(machine.id, runner.station)
    return runner
  }

  /** Whether a process believes that the lock on an actor's shard is its own. */
  holdsLock(by: Machine, address: Address): boolean {
    return this.#stations.get(by.id)?.at()?.cluster.owns(address) === true
  }

  get digest(): string {
    const journals = [...this.journals.copies].toSorted(([a], [b]) => (a < b ? -1 : 1))
    const lines = journals.flatMap(([address, { bodies }]) => [address, ...bodies])
    return hash("sha256", [...lines, ...this.transcript].join("\n"), "base64url")
  }

  /** Seconds since the start. */
  #time(): string {
    return ((this.timeline.now - start) / 1000).toFixed(3).padStart(9)
  }

  #shardOf(channel: string): number {
    const guild = this.guilds.channels.get(channel)?.guild ?? null
    return guild === null ? 0 : Number((BigInt(guild) >> 22n) % BigInt(gatewayShards))
  }

  #onMessage(message: Message): void {
    const { id, channel_id, author, content } = message
    const guild = this.guilds.channels.get(channel_id)?.guild ?? null
    this.note(`${author.username} in ${channel_id}: ${content.slice(0, 100)}`)
    this.gateway.dispatch(this.#shardOf(channel_id), {
      t: "MESSAGE_CREATE",
      id,
      message: guild === null ? message : { ...message, guild_id: guild },
    })
  }

  #onDone({ by, request, answer, decided }: Sent): void {
    if (!("body" in answer)) return
    const at = this.timeline.now
    const channel = /^\/channels\/(\d+)\/messages$/.exec(request.route)?.[1]
    if (request.method === "GET" && channel !== undefined) this.replies.looked(by.id, channel, at)
    const speaks = /\/messages\/?\d*$/.test(request.route) || request.route.startsWith("/webhooks/")
    if (!["POST", "PATCH"].includes(request.method) || !speaks) return
    const owned = (turn: string) => this.#owns(by, turn)
    const message = answer.body as Message
    this.judge(() => this.replies.stands({ by: by.id, message, at, decided, owned }))
  }

  #owns(by: Machine, turn: string): boolean {
    for (const { address, books, owners, epoch } of this.journals.copies.values()) {
      if (kindOf(address) !== "agent") continue
      if ((books.snapshot.context as AgentContext).turn?.id === turn) return owners.get(epoch) === by.id
    }
    return false
  }
}

const typesOf = (entries: ReadonlyArray<{ readonly body: string }>): string =>
  entries
    .map(({ body }) => (JSON.parse(body) as { event: { type: string } | null }).event?.type ?? "tidy")
    .join(" ")
