/**
 * One WebSocket of a bot, from HELLO to its end: https://discord.com/developers/docs/events/gateway
 */
import { GatewayCloseCodes as Close, GatewayOpcodes as Op } from "discord-api-types/v10"
import { Option, Schema } from "effect"
import type { WebSocket } from "ws"
import { applicationFlags } from "../application.ts"
import { gatewayGuild } from "../world/views/guild.ts"
import type { World } from "../world/world.ts"
import type { Hub } from "./hub.ts"
import { ALL_INTENTS, intentsWith, type PrivilegedIntent } from "./intents.ts"
import { sendMembers } from "./members.ts"
import type { Session } from "./session.ts"

/** Sends that a client may make in a minute before it is closed with 4008. */
const SENDS_PER_MINUTE = 120
/** A client this far behind (bytes) is cut off; it can resume. */
const MAX_BACKLOG = 64 * 1024 * 1024
/** Guilds that one shard may hold before the client is closed with 4011. */
const GUILDS_PER_SHARD = 2500

export interface GatewayOptions {
  readonly world: World
  readonly hub: Hub
  readonly token: string
  /** The privileged intents that are enabled for the bot. */
  readonly enabled: ReadonlyArray<PrivilegedIntent>
  /** Milliseconds between heartbeats; a connection silent for one and a half of them is a zombie. */
  readonly heartbeatInterval: number
  readonly bufferSize: number
  /** Counts an IDENTIFY; false when there are none left, or it comes too soon. */
  readonly admitIdentify: (shardId: number) => boolean
}

const Frame = Schema.fromJsonString(Schema.Struct({ op: Schema.Int, d: Schema.Unknown }))
const Identify = Schema.Struct({
  token: Schema.String,
  intents: Schema.Int,
  shard: Schema.optional(Schema.Tuple([Schema.Int, Schema.Int])),
})
const Resume = Schema.Struct({ token: Schema.String, session_id: Schema.String, seq: Schema.Int })

export class Connection {
  readonly #socket: WebSocket
  readonly #url: string
  readonly #options: GatewayOptions
  #session: Session | undefined
  #lastBeat: number
  #window = { startedAt: 0, sends: 0 }

  /** `url` is where the client connected, and shall come back to. */
  constructor(socket: WebSocket, url: string, options: GatewayOptions) {
    this.#socket = socket
    this.#url = url
    this.#options = options
    this.#lastBeat = options.world.now()
    socket.on("message", (data) => this.#receive(String(data)))
    socket.on("close", (code) => this.#closed(code))
    // A broken socket is closed by ws; there is nobody else to tell.
    socket.on("error", () => {})
    this.#reply(Op.Hello, { heartbeat_interval: options.heartbeatInterval, _trace: [] })
    this.#watchHeartbeat()
  }

  /** Writes one frame; part of what a session needs of its connection. */
  send(frame: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > MAX_BACKLOG) this.#socket.terminate()
    else this.#socket.send(frame)
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  /** Cuts the line without a word. */
  terminate(): void {
    this.#socket.terminate()
  }

  /** op 7: asks the client to come back and resume. */
  askToReconnect(): void {
    this.#reply(Op.Reconnect, null)
  }

  /** op 9: the session is over, or (resumable) is to be resumed on this connection. */
  invalidate(resumable: boolean): void {
    if (resumable) this.#leaveSession()
    else this.endSession()
    this.#reply(Op.InvalidSession, resumable)
  }

  /** Forgets the session, so that nobody can resume it. */
  endSession(): void {
    if (this.#session?.wire === this) this.#options.hub.forget(this.#session)
    this.#session = undefined
  }

  #receive(data: string): void {
    if (!this.#mayStillSend()) return this.close(Close.RateLimited, "Rate limited.")
    const frame = Schema.decodeOption(Frame)(data)
    if (Option.isNone(frame)) return this.close(Close.DecodeError, "Error while decoding payload.")
    const { op, d } = frame.value
    switch (op) {
      case Op.Heartbeat:
        this.#lastBeat = this.#options.world.now()
        return this.#reply(Op.HeartbeatAck, null)
      case Op.Identify:
        return this.#identify(d)
      case Op.Resume:
        return this.#resume(d)
      case Op.RequestGuildMembers:
        return this.#whenReady((session) => sendMembers(this.#options.world, session, d))
      case Op.PresenceUpdate:
      case Op.VoiceStateUpdate:
      case Op.RequestSoundboardSounds:
        return this.#whenReady(() => {})
      default:
        return this.close(Close.UnknownOpcode, "Unknown opcode.")
    }
  }

  #identify(d: unknown): void {
    const { hub, world, token, enabled, bufferSize, admitIdentify } = this.#options
    if (this.#session !== undefined) return this.close(Close.AlreadyAuthenticated, "Already authenticated.")
    const identify = Schema.decodeUnknownOption(Identify)(d)
    if (Option.isNone(identify)) return this.close(Close.DecodeError, "Error while decoding payload.")
    const { intents, shard = [0, 1] as const } = identify.value
    if (bare(identify.value.token) !== token) {
      return this.close(Close.AuthenticationFailed, "Authentication failed.")
    }
    const [id, count] = shard
    if (count < 1 || id < 0 || id >= count) return this.close(Close.InvalidShard, "Invalid shard.")
    if ((intents & ~ALL_INTENTS) !== 0) return this.close(Close.InvalidIntents, "Invalid intent(s).")
    if ((intents & ~intentsWith(enabled)) !== 0)
      return this.close(Close.DisallowedIntents, "Disallowed intent(s).")
    if (world.guilds.all().length / count > GUILDS_PER_SHARD) {
      return this.close(Close.ShardingRequired, "Sharding is required.")
    }
    if (!admitIdentify(id)) return this.#reply(Op.InvalidSession, false)
    this.#session = hub.open({ intents, shard, bufferSize })
    this.#session.attach(this)
    this.#ready(this.#session)
  }

  #ready(session: Session): void {
    const { world, enabled } = this.#options
    const guilds = world.guilds.all().filter((guild) => session.holds(guild.id))
    session.dispatch("READY", {
      v: 10,
      user: { ...world.bot, verified: true, mfa_enabled: false, email: null },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      session_type: "normal",
      resume_gateway_url: this.#url,
      shard: session.shard,
      application: { id: world.bot.id, flags: applicationFlags(enabled) },
      private_channels: [],
      presences: [],
      relationships: [],
      user_settings: {},
      geo_ordered_rtc_regions: [],
      guild_join_requests: [],
      _trace: [],
    })
    if ((session.intents & 1) === 0) return
    for (const guild of guilds) session.dispatch("GUILD_CREATE", gatewayGuild(world, guild))
  }

  #resume(d: unknown): void {
    if (this.#session !== undefined) return this.close(Close.AlreadyAuthenticated, "Already authenticated.")
    const resume = Schema.decodeUnknownOption(Resume)(d)
    if (Option.isNone(resume)) return this.close(Close.DecodeError, "Error while decoding payload.")
    if (bare(resume.value.token) !== this.#options.token) {
      return this.close(Close.AuthenticationFailed, "Authentication failed.")
    }
    const session = this.#options.hub.find(resume.value.session_id)
    if (session === undefined || !session.canResumeFrom(resume.value.seq)) {
      return this.#reply(Op.InvalidSession, false)
    }
    this.#session = session
    session.resume(this, resume.value.seq)
  }

  #whenReady(act: (session: Session) => void): void {
    if (this.#session === undefined) return this.close(Close.NotAuthenticated, "Not authenticated.")
    act(this.#session)
  }

  #closed(code: number): void {
    // A client that says goodbye properly does not come back for its session.
    if (code === 1000 || code === 1001) this.endSession()
    else this.#leaveSession()
  }

  /** Lets go of the session; it gathers what happens until it is resumed. */
  #leaveSession(): void {
    if (this.#session?.wire === this) this.#session.detach(this.#options.world.now())
    this.#session = undefined
  }

  #watchHeartbeat(): void {
    const { world, heartbeatInterval } = this.#options
    const patience = heartbeatInterval * 1.5
    world.after(patience, () => {
      if (this.#socket.readyState !== this.#socket.OPEN) return
      if (world.now() - this.#lastBeat >= patience) this.close(Close.SessionTimedOut, "Session timed out.")
      else this.#watchHeartbeat()
    })
  }

  #mayStillSend(): boolean {
    const now = this.#options.world.now()
    if (now - this.#window.startedAt >= 60_000) this.#window = { startedAt: now, sends: 0 }
    return ++this.#window.sends <= SENDS_PER_MINUTE
  }

  #reply(op: Op, d: unknown): void {
    this.send(JSON.stringify({ op, d, s: null, t: null }))
  }
}

const bare = (token: string): string => token.replace(/^Bot /, "")
