/**
 * The state of the local Discord. Synchronous and without I/O but its store: the verbs on it stand in the files
 * beside this one, each `(world, …) → record`, throw a `Refusal`, and tell what happened with `emit`.
 */
import type { APIApplicationCommand, APIUser } from "discord-api-types/v10"
import type { DatabaseSync } from "node:sqlite"
import { snowflakeAt, Snowflakes } from "../snowflakes.ts"
import { Collection } from "./collection.ts"
import type { Listener, WorldEvent } from "./events.ts"
import { Files } from "./files.ts"
import { Messages } from "./message-table.ts"
import {
  isDm,
  isThread,
  type ChannelRecord,
  type GuildRecord,
  type InteractionRecord,
  type MemberRecord,
  type ThreadRecord,
  type WebhookRecord,
} from "./records.ts"

/** What a world needs from outside: time, and who the bot is. */
export interface WorldOptions {
  readonly store: DatabaseSync
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Runs `task` once, `ms` later by the same clock as `now`. */
  readonly after: (ms: number, task: () => void) => void
  /** The bot; its application has the same id. */
  readonly bot: APIUser
}

export class World {
  readonly now: () => number
  readonly after: (ms: number, task: () => void) => void
  readonly bot: APIUser
  readonly users: Collection<APIUser>
  readonly guilds: Collection<GuildRecord>
  readonly members: Collection<MemberRecord>
  readonly channels: Collection<ChannelRecord>
  readonly webhooks: Collection<WebhookRecord>
  readonly commands: Collection<APIApplicationCommand>
  readonly interactions: Collection<InteractionRecord>
  readonly messages: Messages
  readonly files: Files
  readonly #store: DatabaseSync
  readonly #snowflakes: Snowflakes
  readonly #listeners = new Set<Listener>()

  constructor(options: WorldOptions) {
    this.now = options.now
    this.after = options.after
    this.bot = options.bot
    this.#store = options.store
    this.users = new Collection(options.store, "user")
    this.guilds = new Collection(options.store, "guild")
    this.members = new Collection(options.store, "member", (member) => member.guild_id)
    this.channels = new Collection(options.store, "channel", groupOfChannel)
    this.webhooks = new Collection(options.store, "webhook", (webhook) => webhook.channel_id)
    this.commands = new Collection(options.store, "command", (command) => command.guild_id ?? "global")
    this.interactions = new Collection(options.store, "interaction", (interaction) => interaction.token)
    this.messages = new Messages(options.store)
    this.files = new Files(options.store)
    this.#snowflakes = new Snowflakes(options.now, this.#newestId())
    if (this.users.get(options.bot.id) === undefined) this.users.put(options.bot)
  }

  newId(): string {
    return this.#snowflakes.next()
  }

  /** The present moment as Discord writes it. */
  timestamp(at: number = this.now()): string {
    return new Date(at).toISOString().replace("Z", "000+00:00")
  }

  threadsIn(guildId: string): ReadonlyArray<ThreadRecord> {
    return this.channels.in(guildId).filter((channel) => isThread(channel))
  }

  /** Runs a change as one write: after a crash all of it is there, or nothing. */
  atomically<A>(change: () => A): A {
    if (this.#store.isTransaction) return change()
    this.#store.exec("BEGIN")
    try {
      return change()
    } finally {
      // A refused change has written nothing, or what memory holds too.
      this.#store.exec("COMMIT")
    }
  }

  emit(event: Omit<WorldEvent, "at">): void {
    const stamped = { ...event, at: this.now() }
    for (const listener of this.#listeners) listener(stamped)
  }

  /** Hears every event from now on; call the result to stop. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The newest id of the past: recorded messages may carry ids of a future that new ids must not follow. */
  #newestId(): bigint {
    const limit = snowflakeAt(this.now() + 60_000)
    const ids = [this.channels, this.webhooks, this.commands, this.interactions].flatMap((kind) =>
      kind.all().map((document) => BigInt(document.id)),
    )
    return [...ids, this.messages.newestBefore(limit)].reduce(
      (newest, id) => (id < limit && id > newest ? id : newest),
      0n,
    )
  }
}

const groupOfChannel = (channel: ChannelRecord): string => (isDm(channel) ? "dm" : channel.guild_id)
