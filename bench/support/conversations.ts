import { address, type Address } from "../../src/machines/address.ts"

/** How many conversations are known. */
export const known = 100_000

export const conversations = (n: number): Address =>
  address("conversation", String(300000000000000000n + BigInt(n)))
