/** All sessions of the bot, and what they are sent. */
import { GatewayIntentBits, type GatewayMessageCreateDispatchData } from "discord-api-types/v10"
import type { WorldEvent } from "../world/events.ts"
import { canSee } from "../world/permissions.ts"
import type { World } from "../world/world.ts"
import { wants, withoutContent } from "./intents.ts"
import { Session, type SessionOptions } from "./session.ts"

/** For how long a session without a connection can be resumed. Milliseconds. */
const RESUMABLE_FOR = 300_000

export class Hub {
  readonly #world: World
  readonly #sessions = new Map<string, Session>()

  constructor(world: World) {
    this.#world = world
    world.listen((event) => this.#deliver(event))
  }

  open(options: SessionOptions): Session {
    this.#forgetTheOld()
    const session = new Session(options)
    this.#sessions.set(session.id, session)
    return session
  }

  find(id: string): Session | undefined {
    this.#forgetTheOld()
    return this.#sessions.get(id)
  }

  forget(session: Session): void {
    this.#sessions.delete(session.id)
  }

  #deliver(event: WorldEvent): void {
    const { audience } = event
    if (audience.in === "page") return
    const guildId = audience.in === "dm" ? undefined : audience.guildId
    if (!this.#botSees(event)) return
    for (const session of this.#sessions.values()) {
      if (session.holds(guildId) && wants(session.intents, event.t, guildId !== undefined)) {
        session.dispatch(event.t, this.#payload(session, event, guildId !== undefined))
      }
    }
  }

  /** A bot is told of every channel, but of what happens in it only if it may look into it. */
  #botSees({ t, audience }: WorldEvent): boolean {
    if (audience.in !== "guild" || audience.channelId === undefined || t.startsWith("CHANNEL_")) return true
    const channel = this.#world.channels.get(audience.channelId)
    return channel === undefined || canSee(this.#world, channel, this.#world.bot.id)
  }

  #payload(session: Session, event: WorldEvent, inGuild: boolean): unknown {
    const carriesContent = event.t === "MESSAGE_CREATE" || event.t === "MESSAGE_UPDATE"
    if (!carriesContent || (session.intents & GatewayIntentBits.MessageContent) !== 0) return event.d
    return withoutContent(this.#world, event.d as GatewayMessageCreateDispatchData, inGuild)
  }

  #forgetTheOld(): void {
    const limit = this.#world.now() - RESUMABLE_FOR
    for (const [id, session] of this.#sessions) {
      if (session.detachedAt !== undefined && session.detachedAt < limit) this.#sessions.delete(id)
    }
  }
}
