/** Forgets what an actor was, or all of it. */
import type { CommitResult, Rewrite } from "../../actors/store.ts"
import type { Address } from "../../machines/address.ts"
import type { Client, Fencing } from "./connection.ts"
import { actorPrefix, seenKey } from "./keys.ts"

/** Entries of one generation of seen ids: `commit.lua`. */
const generation = 65_536

const resultOf = ([epoch, seq]: Fencing): CommitResult =>
  epoch === undefined || seq === undefined ? { _tag: "Committed" } : { _tag: "Fenced", epoch, seq }

/** Nobody adds to them meanwhile: the actor is with whoever rewrites it, or it is fenced. */
const idsWith = async (
  client: Client,
  { address, expectedSeq, forgetIds }: Rewrite,
): Promise<Array<string>> => {
  const newest = Math.floor(expectedSeq / generation)
  const found: Array<string> = []
  for (const key of [newest, newest - 1].filter((n) => n >= 0).map((n) => seenKey(address, n))) {
    for (let cursor = "0"; ;) {
      const [next, ids] = await client.sscan(key, cursor, "COUNT", 1000)
      found.push(...ids.filter((id) => forgetIds.some((prefix) => id.startsWith(prefix))))
      if (next === "0") break
      cursor = next
    }
  }
  return found
}

export const rewriteOne = async (client: Client, rewrite: Rewrite): Promise<CommitResult> => {
  const { address, epoch, expectedSeq, expectedHash, hash, record } = rewrite
  const ids = await idsWith(client, rewrite)
  const args = [String(epoch), String(expectedSeq), expectedHash, hash, record, ...ids]
  return resultOf(await client.orreryRewrite(1, actorPrefix(address), ...args))
}

export const eraseOne = async (client: Client, address: Address, epoch: number): Promise<CommitResult> =>
  resultOf(await client.orreryErase(1, actorPrefix(address), epoch))
