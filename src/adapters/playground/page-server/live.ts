import type { WebSocket } from "ws"
import type { WorldEvent } from "../world/events.ts"
import { canSee } from "../world/permissions.ts"
import type { World } from "../world/world.ts"

/** A page this far behind (bytes) is cut off; it reconnects and loads its state again. */
const MAX_BACKLOG = 16 * 1024 * 1024

/** Pushes to a page what its person may know, until it goes. */
export function pushLive(world: World, personId: string, socket: WebSocket): void {
  const stop = world.listen((event) => {
    if (!mayKnow(world, personId, event)) return
    if (socket.bufferedAmount > MAX_BACKLOG) return socket.terminate()
    socket.send(JSON.stringify({ t: event.t, d: event.as === undefined ? event.d : event.as(personId) }))
  })
  socket.once("close", stop)
  // A broken socket closes by itself.
  socket.on("error", () => {})
}

function mayKnow(world: World, personId: string, { audience }: WorldEvent): boolean {
  switch (audience.in) {
    case "bot":
      return false
    case "page":
      return audience.personId === undefined || audience.personId === personId
    case "dm":
      return audience.personId === personId
    case "guild": {
      const channel = audience.channelId === undefined ? undefined : world.channels.get(audience.channelId)
      return channel === undefined
        ? world.members.get(`${audience.guildId}.${personId}`) !== undefined
        : canSee(world, channel, personId)
    }
  }
}
