/**
 * Counts every connection that goes out of this process, whichever library opens it (models, tools, Discord, Redis, other runners), as
 * Node tells of its sockets. https://nodejs.org/api/diagnostics_channel.html#net
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel"
import type { Socket } from "node:net"
import { Effect, Layer, Metric, Schedule } from "effect"
import { Connections, type ConnectionsTo } from "../../actors/watching/connections.ts"

/** Hosts that are told apart; those that come after are `others`. */
const mostHosts = 100
const others = "others"

const open = Metric.gauge("orrery_connections", {
  description:
    "Connections that are open to another host, by whom they are to: models, tools, Discord, Redis, other runners",
})
const opened = Metric.counter("orrery_connections_opened_total", {
  description:
    "Connections that were opened, by whom they are to; where they are kept these are far fewer than requests",
  incremental: true,
})
const failed = Metric.counter("orrery_connections_failed_total", {
  description: "Connections that did not come about, by whom they were to",
  incremental: true,
})

interface Host {
  open: number
  opened: number
  failed: number
}

/** A socket's event of connecting: whom it is to is known by name where it was looked up. */
type Looking = Socket & { readonly _host?: string }

const nameOf = (socket: Socket, asked: string | undefined): string | null => {
  const host = asked ?? socket.remoteAddress
  return host === undefined ? null : `${host.includes(":") ? `[${host}]` : host}:${socket.remotePort}`
}

/** Counts from now on; the second stops it. */
const count = (): readonly [ReadonlyMap<string, Host>, () => void] => {
  const hosts = new Map<string, Host>()
  const hostOf = (name: string): Host => {
    const key = hosts.has(name) || hosts.size < mostHosts ? name : others
    const host = hosts.get(key) ?? { open: 0, opened: 0, failed: 0 }
    hosts.set(key, host)
    return host
  }
  const see = (message: unknown): void => {
    const { socket } = message as { readonly socket: Looking }
    let asked: string | undefined
    let its: Host | undefined
    socket.once("lookup", (_error, _address, _family, host) => (asked = host))
    socket.once("connect", () => {
      const name = nameOf(socket, asked)
      // A pipe, or one of this machine's own files.
      if (name === null) return
      its = hostOf(name)
      its.open++
      its.opened++
    })
    socket.once("close", (wrong: boolean) => {
      if (its !== undefined) its.open--
      else if (wrong && asked !== undefined) hostOf(asked).failed++
    })
    socket.once("error", (error: NodeJS.ErrnoException & { address?: string; port?: number }) => {
      if (its === undefined && asked === undefined && error.address !== undefined)
        hostOf(`${error.address}:${error.port}`).failed++
    })
  }
  subscribe("net.client.socket", see)
  return [hosts, () => void unsubscribe("net.client.socket", see)]
}

const told = (hosts: ReadonlyMap<string, Host>): ReadonlyArray<ConnectionsTo> =>
  [...hosts]
    .map(([to, its]) => ({ to, ...its }))
    .toSorted((a, b) => b.open - a.open || a.to.localeCompare(b.to))

/** From here on; what was opened before is not counted. */
export const CountingLayer: Layer.Layer<never> = Layer.effect(
  Connections,
  Effect.gen(function* () {
    const [hosts] = yield* Effect.acquireRelease(Effect.sync(count), ([, stop]) => Effect.sync(stop))
    const noted = new Map<string, { opened: number; failed: number }>()
    const note = Effect.gen(function* () {
      for (const { to, ...its } of told(hosts)) {
        const before = noted.get(to) ?? { opened: 0, failed: 0 }
        noted.set(to, { opened: its.opened, failed: its.failed })
        yield* Metric.update(Metric.withAttributes(open, { to }), its.open)
        yield* Metric.update(Metric.withAttributes(opened, { to }), its.opened - before.opened)
        yield* Metric.update(Metric.withAttributes(failed, { to }), its.failed - before.failed)
      }
    })
    yield* Effect.forkScoped(Effect.repeat(note, Schedule.spaced("1 second")))
    return () => told(hosts)
  }),
)
