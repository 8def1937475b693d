/** Where a channel is: what it belongs to, and whether agents listen there at all. */
import type { Client } from "discord.js"
import type { Room } from "../../actors/performing/house.ts"

/** As far as discord.js knows: a thread belongs to its channel, and that to its category. */
export const roomOf = (client: Client, channel: string, guild: string | null): Room => {
  const belongsTo: Array<string> = []
  for (let at: string | null = channel; at !== null && belongsTo.length < 3;) {
    const known = client.channels.cache.get(at)
    at = known !== undefined && "parentId" in known ? known.parentId : null
    if (at !== null) belongsTo.push(at)
  }
  return { channel, belongsTo, direct: guild === null }
}
