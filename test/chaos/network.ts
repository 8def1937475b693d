/**
 * Machines of one's own: each place is a network namespace with one address, and a bridge in a namespace of its own, the
 * hub, is the cable between them. Redis, the playground and the orchestrator are in the hub, the runners in the places.
 *
 * A way is cut by telling the sender a hardware address that nobody has: packets go out and arrive nowhere, as behind a
 * switch that broke. Nothing of the machine's own network is touched. https://man7.org/linux/man-pages/man8/ip-neighbour.8.html
 */
import { execFileSync } from "node:child_process"

/** Somebody on the cable. */
export interface Place {
  readonly namespace: string
  readonly host: string
}

export interface Network {
  readonly hub: Place
  readonly places: ReadonlyArray<Place>
}

/** One way, from whom to whom. */
export type Way = readonly [from: Place, to: Place]

const nobody = "02:00:00:00:00:01"
const device = "eth0"

const ip = (...args: ReadonlyArray<string>): string =>
  execFileSync("ip", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] })

/** Throws when the machine does not let us: not Linux, not root, no `ip`. */
export const createNetwork = (size: number): Network => {
  const named = (name: string) => `orrery-chaos-${process.pid}-${name}`
  const network: Network = {
    hub: { namespace: named("hub"), host: "10.77.0.254" },
    places: Array.from({ length: size }, (_, n) => ({
      namespace: named(String(n + 1)),
      host: `10.77.0.${n + 1}`,
    })),
  }
  try {
    const { hub, places } = network
    for (const { namespace } of [hub, ...places]) {
      ip("netns", "add", namespace)
      ip("-n", namespace, "link", "set", "lo", "up")
    }
    ip("-n", hub.namespace, "link", "add", device, "type", "bridge")
    places.forEach(({ namespace }, n) => {
      const port = `port${n + 1}`
      ip("-n", namespace, "link", "add", device, "type", "veth", "peer", "name", port, "netns", hub.namespace)
      ip("-n", hub.namespace, "link", "set", port, "master", device, "up")
    })
    for (const { namespace, host } of [hub, ...places]) {
      ip("-n", namespace, "addr", "add", `${host}/24`, "dev", device)
      ip("-n", namespace, "link", "set", device, "up")
    }
    return network
  } catch (error) {
    removeNetwork(network)
    throw error
  }
}

/** Ends whoever is in it, and takes it away. Never throws. */
export const removeNetwork = ({ hub, places }: Network): void => {
  for (const { namespace } of [...places, hub]) {
    try {
      for (const pid of ip("netns", "pids", namespace).split("\n").filter(Boolean)) end(Number(pid))
      ip("netns", "del", namespace)
    } catch {
      // It was never made.
    }
  }
}

const end = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL")
  } catch {
    // It is gone.
  }
}

export const cut = ([from, to]: Way): void =>
  void ip(
    "-n",
    from.namespace,
    "neigh",
    "replace",
    to.host,
    "lladdr",
    nobody,
    "dev",
    device,
    "nud",
    "permanent",
  )

export const mend = ([from, to]: Way): void =>
  void ip("-n", from.namespace, "neigh", "del", to.host, "dev", device)

/** How a command is run there. */
export const within = (place: Place | null, command: string, args: ReadonlyArray<string>) =>
  place === null
    ? { command, args }
    : { command: "ip", args: ["netns", "exec", place.namespace, command, ...args] }
