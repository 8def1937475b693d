/** That what one tells or hears first is taken first: an actor's letters to another, and what a process hears of a channel. */
import type { Address } from "../../../src/machines/address.ts"
import type { Step } from "./journals.ts"
import { violated } from "./violation.ts"

interface Heard {
  readonly by: string
  /** As the how-manieth of everything that was heard. */
  readonly place: number
}

export class Order {
  /** By message; null for what two processes have heard, since it may come from either. */
  readonly #heard = new Map<string, Heard | null>()
  /** By channel and process: what of it was taken last. */
  readonly #taken = new Map<string, { readonly place: number; readonly message: string }>()
  /** By receiver and sender: the effect of the last letter that was taken. */
  readonly #last = new Map<string, readonly [seq: number, n: number]>()

  heard(by: string, message: string): void {
    const before = this.#heard.get(message)
    if (before === undefined) this.#heard.set(message, { by, place: this.#heard.size })
    else if (before !== null && before.by !== by) this.#heard.set(message, null)
  }

  /** What was taken may be taken again. */
  forget(): void {
    this.#taken.clear()
    this.#last.clear()
  }

  step({ copy: { address }, entry: { event, id } }: Step): void {
    if (event?.type === "MESSAGE")
      this.#hear(address, (event as never as { message: { id: string } }).message.id)
    // Ids of letters are `<sender>#<seq>.<n>[/<part>]`.
    const letter = id === null ? null : /^(\w+\/[^#]+)#(\d+)\.(\d+)/.exec(id)
    if (letter !== null) this.#tell(address, letter[1]!, [Number(letter[2]), Number(letter[3])], id!)
  }

  #hear(address: Address, message: string): void {
    const heard = this.#heard.get(message)
    if (heard === null || heard === undefined) return
    const lane = `${address} ${heard.by}`
    const before = this.#taken.get(lane)
    if (before !== undefined && before.place > heard.place)
      violated(
        "order of each sender",
        `${address}: ${message} is taken after ${before.message}, heard by ${heard.by}`,
      )
    this.#taken.set(lane, { place: heard.place, message })
  }

  #tell(address: Address, sender: string, effect: readonly [seq: number, n: number], id: string): void {
    const lane = `${address} ${sender}`
    const before = this.#last.get(lane) ?? [0, 0]
    if (effect[0] < before[0] || (effect[0] === before[0] && effect[1] < before[1]))
      violated("order of each sender", `${address}: ${id} is taken after ${before.join(".")}`)
    this.#last.set(lane, effect)
  }
}
