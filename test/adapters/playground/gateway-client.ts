import { onTestFinished } from "vitest"
import { WebSocket } from "ws"
import type { Running } from "./support.ts"

export interface Frame {
  readonly op: number
  readonly t: string | null
  readonly s: number | null
  readonly d: unknown
}

/** A bare connection to the gateway, for what discord.js never does. */
export interface GatewayClient {
  readonly frames: ReadonlyArray<Frame>
  /** Settles with the close code. */
  readonly closed: Promise<number>
  readonly send: (frame: unknown) => void
  /** The first frame, past or to come, that fits. */
  readonly frame: (fits: (frame: Frame) => boolean) => Promise<Frame>
  /** Cuts the line. */
  readonly cut: () => void
}

export async function openGateway(
  playground: Running,
  query = "?v=10&encoding=json",
): Promise<GatewayClient> {
  const socket = new WebSocket(`${playground.origin.replace("http", "ws")}/gateway${query}`)
  onTestFinished(() => socket.terminate())
  const frames: Array<Frame> = []
  const waiting = new Set<() => void>()
  socket.on("message", (data) => {
    frames.push(JSON.parse(String(data)) as Frame)
    for (const look of waiting) look()
  })
  const closed = new Promise<number>((resolve) => socket.once("close", resolve))
  await new Promise((resolve) => socket.once("open", resolve))
  return {
    frames,
    closed,
    send: (frame) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    frame: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = frames.find(fits)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    cut: () => socket.terminate(),
  }
}

/** A connection that has identified; its READY. */
export async function identified(
  playground: Running,
  identify: { readonly intents?: number; readonly shard?: readonly [number, number] } = {},
) {
  const client = await openGateway(playground)
  client.send({ op: 2, d: identifyData(playground, identify) })
  const ready = await client.frame(({ t }) => t === "READY")
  return { client, ready: ready.d as Ready }
}

export interface Ready {
  readonly session_id: string
  readonly resume_gateway_url: string
  readonly guilds: ReadonlyArray<{ readonly id: string; readonly unavailable: boolean }>
}

export const identifyData = (playground: Running, more: object = {}) => ({
  token: playground.token,
  intents: 1 | 512 | 4096 | 32768,
  properties: { os: "test", browser: "test", device: "test" },
  ...more,
})

/** Dispatches of a kind that came so far. */
export const dispatches = (client: GatewayClient, t: string): ReadonlyArray<unknown> =>
  client.frames.filter((frame) => frame.t === t).map((frame) => frame.d)
