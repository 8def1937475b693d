/**
 * What the states of live actors come to, in bytes: each is weighed when it wakes and after each commit, and taken off when it
 * leaves memory. It is what they hold, as JSON in UTF-8; the heap takes some times of that for it.
 */
import { Buffer } from "node:buffer"
import type { AnyMachineSnapshot } from "xstate"

const sizeOf = ({ value, context }: AnyMachineSnapshot): number =>
  Buffer.byteLength(JSON.stringify({ value, context }))

export class Weights<Who> {
  readonly #bytes = new Map<Who, number>()
  #sum = 0

  /** Who is weighed. */
  get live(): number {
    return this.#bytes.size
  }

  /** All of them together. */
  get bytes(): number {
    return this.#sum
  }

  /** Or weighs it again. */
  begin(who: Who, snapshot: AnyMachineSnapshot): void {
    this.end(who)
    const bytes = sizeOf(snapshot)
    this.#bytes.set(who, bytes)
    this.#sum += bytes
  }

  end(who: Who): void {
    this.#sum -= this.#bytes.get(who) ?? 0
    this.#bytes.delete(who)
  }
}
