/** What one actor owes another counts as done only when the other has it. */
import { address, type Address } from "../../../src/machines/address.ts"
import type { Turn } from "../../../src/machines/values.ts"
import type { Owed } from "../../../src/actors/journal.ts"
import type { Copy, Step } from "./journals.ts"
import { violated } from "./violation.ts"

interface Letter {
  readonly to: Address
  readonly id: string
}

export class Letters {
  readonly #copies: ReadonlyMap<Address, Copy>
  readonly #poolFor: (turn: Turn) => string

  constructor(copies: ReadonlyMap<Address, Copy>, poolFor: (turn: Turn) => string) {
    this.#copies = copies
    this.#poolFor = poolFor
  }

  step({ copy, before, after }: Step): void {
    for (const [key, owed] of before.outbox) {
      if (after.outbox.has(key)) continue
      for (const { to, id } of this.#of(copy.address, owed))
        if (this.#copies.get(to)?.ids.has(id) !== true)
          violated("no acknowledged event lost", `${copy.address} counts ${id} as told, but ${to} has it not`)
    }
  }

  #of(by: Address, { key, effect }: Owed): ReadonlyArray<Letter> {
    const toPool = (turn: Turn): Letter => ({
      to: address("pool", this.#poolFor(turn)),
      id: `${by}#${key}/${turn.id}`,
    })
    switch (effect.type) {
      case "Tell":
        return [{ to: effect.to, id: `${by}#${key}` }]
      case "Allocate":
        return [toPool(effect.turn)]
      case "Release":
        return effect.turns.map(toPool)
      default:
        return []
    }
  }
}
