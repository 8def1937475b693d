/** Users who have a constellation. */
import { address, type Address } from "../../src/machines/address.ts"
import type { Person } from "../../src/machines/values.ts"

export const users = 100_000

export const user = (n: number): Person => {
  const id = String(100_000_000_000_000_000n + BigInt(n))
  return { id, name: `user ${n}` }
}

export const constellationOf = (n: number): Address => address("constellation", user(n).id)
