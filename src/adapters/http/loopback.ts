import { isIPv4 } from "node:net"

/** Whether a host is this machine alone. A name that merely looks so, as `127.0.0.1.example.org`, is anybody's. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."))
