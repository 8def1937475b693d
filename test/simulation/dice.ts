/** Seeded randomness: every use has a stream of its own, so that what one draws changes nothing for the others. */
import { hash } from "node:crypto"

/** The generator is sfc32 of PractRand (Doty-Humphrey, https://pracrand.sourceforge.net): 128 bits of state, period over 2^32. */
export class Dice {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number, stream: string) {
    const bytes = hash("sha256", `${seed}/${stream}`, "buffer")
    this.#a = bytes.readInt32LE(0)
    this.#b = bytes.readInt32LE(4)
    this.#c = bytes.readInt32LE(8)
    for (let n = 0; n < 12; n++) this.next()
  }

  /** From 0 to less than 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    this.#c |= 0
    return (sum >>> 0) / 2 ** 32
  }

  /** A whole number from 0 to less than `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least)
  }

  /** The same chance for each order of magnitude. */
  logarithmic(least: number, most: number): number {
    return least * (most / least) ** this.next()
  }

  /** Time until the next of what happens once in `mean` on average. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next())
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<A>(from: ReadonlyArray<A>): A {
    return from[this.below(from.length)]!
  }

  shuffled<A>(list: ReadonlyArray<A>): ReadonlyArray<A> {
    return list
      .map((item) => [this.next(), item] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, item]) => item)
  }
}
