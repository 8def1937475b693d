/** What one process hears of a channel reaches its conversation in the order in which it was heard. */
import type { Step } from "./journals.ts"
import { violated } from "./violation.ts"

export class Hearing {
  /** By channel: each message heard, who heard it, and as the how-manieth of that process. */
  readonly #heard = new Map<string, Map<string, { readonly by: string; readonly place: number } | null>>()
  readonly #taken = new Map<string, Map<string, { readonly place: number; readonly message: string }>>()
  #places = 0

  heard(by: string, channel: string, message: string): void {
    const messages = this.#heard.get(channel) ?? new Map()
    this.#heard.set(channel, messages)
    const before = messages.get(message)
    if (before === undefined) messages.set(message, { by, place: this.#places++ })
    // Whatever two have heard may come from either.
    else if (before !== null && before.by !== by) messages.set(message, null)
  }

  /** What was taken may be taken again. */
  forget(): void {
    this.#taken.clear()
  }

  step({ copy, entry: { event } }: Step): void {
    if (event?.type !== "MESSAGE") return
    const { id, channel } = (event as never as { message: { id: string; channel: string } }).message
    const heard = this.#heard.get(channel)?.get(id)
    if (heard === null || heard === undefined) return
    const last = this.#taken.get(channel) ?? new Map()
    this.#taken.set(channel, last)
    const before = last.get(heard.by)
    if (before !== undefined && before.place > heard.place)
      violated(
        "order of each sender",
        `${copy.address}: ${id} is taken after ${before.message}, heard by ${heard.by}`,
      )
    last.set(heard.by, { place: heard.place, message: id })
  }
}
