/**
 * The playground answers on its machine's loopback alone. In each network namespace this process listens there in its
 * place, and passes everything on through a Unix socket, which no namespace parts: Discord stays in reach of a runner
 * that is cut from all others, as it would.
 *
 *     node relay.ts PORT SOCKET     from 127.0.0.1:PORT to the socket
 */
import { connect, createServer, type Socket } from "node:net"

/** Passes on what comes on `from` to whoever `open` reaches. */
export const pass = (from: Socket, open: () => Socket): void => {
  const to = open()
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const) {
    one.pipe(other)
    one.on("error", () => other.destroy())
    one.on("close", () => other.destroy())
  }
}

if (import.meta.main) {
  const [port, socket] = process.argv.slice(2)
  createServer((from) => pass(from, () => connect(socket!))).listen(Number(port), "127.0.0.1", () =>
    console.log("listening"),
  )
}
