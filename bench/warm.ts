/**
 * The first call of a process beside its tenth, of three things that are slow at first: a model far away, whose connection takes two
 * round trips of 100 ms before it carries anything; a model on this machine, as Ollama has it, that takes 3 s to be loaded; and a
 * real server of tools, the reference one, which has to be started. The models are played by a server in this process and answer in
 * 50 ms. Each process is new; cold: it makes its first call at once; warm: what Orrery does at its start was done before.
 *
 * A first call is no slower than 2 s or 1.2 times the tenth, whichever is more, when it is warm.
 */
import { execFile } from "node:child_process"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { promisify } from "node:util"
import { openaiAnswer } from "../test/adapters/model/provider.ts"

const runs = 3
const handshake = 200
const loading = 3000
const answering = 50

const run = promisify(execFile)

/** A provider of its own for each process: it knows nobody, and has loaded nothing. */
const provider = async (isLocal: boolean) => {
  const known = new WeakSet<Socket>()
  let loaded: Promise<void> | null = isLocal ? null : Promise.resolve()
  const answer = async ({ method, url = "", socket }: IncomingMessage, response: ServerResponse) => {
    if (!isLocal && !known.has(socket)) await pause(handshake)
    known.add(socket)
    if (method === "HEAD") return response.writeHead(401).end()
    loaded ??= pause(loading)
    await loaded
    if (url === "/api/generate") return response.end("{}")
    await pause(answering)
    response.setHeader("content-type", "application/json")
    return response.end(JSON.stringify(openaiAnswer("hello").body))
  }
  const server = createServer((request, response) => {
    request.resume()
    void answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const calls = async (mode: string, what: string): Promise<ReadonlyArray<number>> => {
  const { server, address } = await provider(what === "local")
  const file = join(import.meta.dirname, "support/first-calls.ts")
  const { stdout } = await run(process.execPath, [file, mode, what, address])
  server.close()
  server.closeAllConnections()
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as ReadonlyArray<number>
}

const median = (values: ReadonlyArray<number>) =>
  Math.round(values.toSorted((a, b) => a - b)[values.length >> 1]!)

const result: Record<string, unknown> = { bench: "warm", runs }
let holds = true
console.log("what     mode  first ms  tenth ms")
for (const what of ["remote", "local", "tools"])
  for (const mode of ["cold", "warm"]) {
    const all: Array<ReadonlyArray<number>> = []
    for (let n = 0; n < runs; n++) all.push(await calls(mode, what))
    const [first, tenth] = [median(all.map((took) => took[0]!)), median(all.map((took) => took[9]!))]
    console.log(`${what.padEnd(8)} ${mode}  ${String(first).padStart(8)}  ${String(tenth).padStart(8)}`)
    result[`${what}_${mode}_first_ms`] = first
    result[`${what}_${mode}_tenth_ms`] = tenth
    if (mode === "warm") holds &&= all.every((took) => took[0]! <= Math.max(2000, 1.2 * took[9]!))
  }
console.log(JSON.stringify({ ...result, holds }))
process.exit(0)
