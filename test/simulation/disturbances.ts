/** What goes wrong from time to time: with processes, with the network, with the store, with clocks and connections. */
import type { Address } from "../../src/machines/address.ts"
import type { Kind } from "./faults.ts"
import type { Runners } from "./runners.ts"
import type { Condition } from "./store.ts"
import type { World } from "./world.ts"

export class Disturbances {
  readonly #world: World
  readonly #runners: Runners

  constructor(world: World, runners: Runners) {
    this.#world = world
    this.#runners = runners
  }

  begin(): void {
    this.#often("crash", () => this.#any("crash", (name) => this.#runners.crash(name)))
    this.#often("rollOver", () => this.#any("rollOver", (name) => this.#runners.rollOver(name)))
    this.#often("freeze", () =>
      this.#any("freeze", (name) =>
        this.#runners.freeze(name, this.#world.faults.dice("freeze").logarithmic(200, 60_000)),
      ),
    )
    this.#often("clockJump", () => this.#any("clockJump", (name) => this.#jump(name)))
    this.#often("passivation", () => this.#any("passivation", (name) => this.#passivate(name)))
    this.#often("partition", () => this.#part())
    this.#often("storeAway", () => this.#breakStore("storeAway", "away"))
    this.#often("storeReadOnly", () => this.#breakStore("storeReadOnly", "read-only"))
    this.#often("storeFull", () => this.#breakStore("storeFull", "full"))
    this.#often("failover", () =>
      this.#world.failover(this.#world.faults.dice("failover").logarithmic(20, 4000)),
    )
    this.#often("gatewayDrops", () => this.#drop())
    this.#often("webhookDeleted", () => this.#deleteWebhook())
  }

  #often(kind: Kind, disturb: () => void): void {
    const { faults, timeline } = this.#world
    const next = faults.next(kind)
    if (next === null) return
    timeline.after(next, () => {
      if (faults.over) return
      faults.count(kind)
      disturb()
      this.#often(kind, disturb)
    })
  }

  #any(kind: Kind, disturb: (name: string) => void): void {
    disturb(this.#world.faults.dice(kind).pick(this.#runners.names))
  }

  #jump(name: string): void {
    const machine = this.#runners.up.get(name)?.machine
    if (machine === undefined) return
    const dice = this.#world.faults.dice("clockJump")
    const by = dice.logarithmic(100, 60_000) * (dice.chance(0.5) ? 1 : -1)
    this.#world.note(`the clock of ${machine.id} jumps by ${Math.round(by)} ms`)
    machine.skew += by
  }

  /** An entity that is idle leaves memory. */
  #passivate(name: string): void {
    const runner = this.#runners.up.get(name)
    const there = runner?.there
    if (runner === null || runner === undefined || there === null || there === undefined) return
    const entities = there.cluster.entities()
    if (entities.length === 0) return
    const entity: Address = this.#world.faults.dice("passivation").pick(entities)
    this.#world.note(`${runner.machine.id} puts ${entity} to sleep`)
    runner.machine.enter(() => void runner.run(there.host.sleep(entity)))
  }

  #part(): void {
    const { faults, network, timeline, gateway } = this.#world
    const dice = faults.dice("partition")
    const name = dice.pick(this.#runners.names)
    const others = [...this.#runners.names.filter((other) => other !== name), "store", "discord"]
    const other = dice.pick(others)
    const ways = dice.pick([
      [[name, other]],
      [[other, name]],
      [
        [name, other],
        [other, name],
      ],
    ] as const)
    const ms = dice.logarithmic(500, 30_000)
    this.#world.note(`cut for ${Math.round(ms)} ms: ${ways.map((way) => way.join(" to ")).join(", ")}`)
    for (const [from, to] of ways) network.cut(from, to)
    timeline.after(ms, () => {
      if (faults.over) return
      for (const [from, to] of ways) network.mend(from, to)
      if (other === "discord") gateway.reconnect(name)
    })
  }

  #breakStore(kind: Kind, condition: Condition): void {
    const { faults, store, timeline } = this.#world
    if (store.condition !== "up") return
    const ms = faults.dice(kind).logarithmic(300, 20_000)
    this.#world.note(`the store is ${condition} for ${Math.round(ms)} ms`)
    store.condition = condition
    timeline.after(ms, () => void (store.condition = "up"))
  }

  #drop(): void {
    const { faults, gateway } = this.#world
    const dropped = gateway.drop(faults.dice("gatewayDrops"))
    if (dropped !== null) this.#world.note(`a gateway connection drops: ${dropped}`)
  }

  #deleteWebhook(): void {
    const { faults, guilds } = this.#world
    const hooks = [...guilds.webhooks.keys()]
    if (hooks.length > 0) guilds.webhooks.delete(faults.dice("webhookDeleted").pick(hooks))
  }
}
