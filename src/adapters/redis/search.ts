/** Reads every key of ours, and what it holds. */
import { setTimeout } from "node:timers/promises"
import { Cluster, type Redis } from "ioredis"
import type { Searched } from "../../actors/store.ts"
import type { Client } from "./connection.ts"

const page = 500

/** Texts that a key holds, some at a time. */
async function* textsOf(client: Client, key: string): AsyncGenerator<ReadonlyArray<string>> {
  const type = await client.type(key)
  switch (type) {
    case "string":
      return yield [(await client.get(key)) ?? ""]
    case "hash":
      return yield Object.entries(await client.hgetall(key)).flat()
    case "list":
      return yield await client.lrange(key, 0, -1)
    case "stream":
      for (let from = "-"; ;) {
        const rows = await client.xrange(key, from, "+", "COUNT", page)
        yield rows.flatMap(([, fields]) => fields)
        if (rows.length < page) return
        from = `(${rows.at(-1)![0]}`
      }
    case "set":
    case "zset": {
      const scan = type === "set" ? client.sscan.bind(client) : client.zscan.bind(client)
      for (let cursor = "0"; ;) {
        const [next, members] = await scan(key, cursor, "COUNT", page)
        yield members
        if (next === "0") return
        cursor = next
      }
    }
  }
}

/** `orrery:{00}:conversation/123:journal` is of `conversation/123`. */
const placeOf = (key: string): string => /^orrery:\{..\}:([a-z]+\/[^:]+):/.exec(key)?.[1] ?? key

/** Of the caches, which read their own, compressed as it is: `adapters/cache`. */
const isCached = (key: string): boolean => key.startsWith("orrery:cache:")

const searchNode = async (
  node: Redis,
  client: Client,
  holds: (text: string) => boolean,
  found: Set<string>,
): Promise<number> => {
  let looked = 0
  for (let cursor = "0"; ;) {
    const [next, keys] = await node.scan(cursor, "MATCH", "orrery:*", "COUNT", page)
    for (const key of keys) {
      if (isCached(key)) continue
      looked++
      if (holds(key)) found.add(placeOf(key))
      for await (const texts of textsOf(client, key)) {
        looked += texts.length
        if (texts.some(holds)) found.add(placeOf(key))
      }
    }
    if (next === "0") return looked
    cursor = next
  }
}

export const searchAll = async (client: Client, holds: (text: string) => boolean): Promise<Searched> => {
  const found = new Set<string>()
  let looked = 0
  const nodes = client instanceof Cluster ? client.nodes("master") : [client as unknown as Redis]
  for (const node of nodes) looked += await searchNode(node, client, holds, found)
  return { looked, found: [...found] }
}

/** How often it is tried while one that was begun before goes on, and how long between, in ms. */
const times = 150
const pause = 200

/** One that is under way began before what was erased last. */
const rewriteAof = async (node: Redis): Promise<void> => {
  for (let time = 1; ; time++) {
    try {
      return void (await node.bgrewriteaof())
    } catch (error) {
      if (time === times || !/in progress/.test(String(error))) throw error
      await setTimeout(pause)
    }
  }
}

/** The append-only file holds what was until it is written anew, in the background; a server that keeps none needs nothing. */
export const scrubAll = async (client: Client): Promise<void> => {
  const nodes = client instanceof Cluster ? client.nodes("master") : [client as unknown as Redis]
  for (const node of nodes) if (/aof_enabled:1/.test(await node.info("persistence"))) await rewriteAof(node)
}
