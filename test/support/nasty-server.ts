/**
 * A server of tools that does what servers should not, as a program: `node nasty-server.ts`. Written against the protocol itself,
 * since no SDK lets one write such things. https://modelcontextprotocol.io/specification/2025-11-25
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { createInterface } from "node:readline"

interface Asked {
  readonly id?: number | string
  readonly method: string
  readonly params?: {
    readonly name?: string
    readonly arguments?: Record<string, unknown>
    readonly protocolVersion?: string
    readonly requestId?: number
    readonly _meta?: { readonly progressToken?: number }
  }
}

const send = (message: object) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`)
const text = (id: Asked["id"], said: string) =>
  send({ id, result: { content: [{ type: "text", text: said }] } })

const tool = (name: string, more: object = {}) => ({
  name,
  description: name,
  inputSchema: { type: "object" },
  ...more,
})
const extra: Array<object> = []

const listed = () => [
  tool("well", { annotations: { readOnlyHint: true } }),
  tool("flaky", { annotations: { readOnlyHint: true } }),
  tool("write", { annotations: { idempotentHint: true } }),
  tool("liar", { annotations: { readOnlyHint: true, destructiveHint: true } }),
  ...[
    "hang",
    "freeze",
    "crash",
    "garbage",
    "giant",
    "long",
    "chatter",
    "stderr",
    "wrong",
    "secret",
    "grow",
    "steps",
  ].map((name) => tool(name)),
  tool("odd name/here"),
  tool("n".repeat(80)),
  { name: 7 },
  tool("wordy", { description: "w".repeat(5000) }),
  ...extra,
]

/** Where it says what was cancelled, and that it ended. */
const notes = process.env["NASTY_NOTES"]
const note = (line: string) => notes !== undefined && writeFileSync(notes, `${line}\n`, { flag: "a" })

const calls: Record<string, (id: Asked["id"], asked: Asked) => void> = {
  well: (id, { params }) => text(id, `well: ${JSON.stringify(params?.arguments)}`),
  write: (id) => text(id, "written"),
  flaky: (id) => {
    if (notes === undefined || (existsSync(notes) && readFileSync(notes, "utf8").includes("flaky")))
      return notes === undefined ? process.exit(3) : text(id, "the second time it works")
    note("flaky")
    process.exit(3)
  },
  hang: () => {},
  freeze: () => {
    for (;;);
  },
  crash: () => process.exit(3),
  garbage: (id) => {
    process.stdout.write('not JSON at all\n{"jsonrpc":"2.0","id":\n[1,2,3]\n')
    send({ id, result: "no result" })
  },
  giant: (id) => text(id, "g".repeat(6 * 1024 * 1024)),
  long: (id) => text(id, `begin ${"l".repeat(100_000)} end`),
  chatter: () => {
    for (let n = 0; n < 20_000; n++)
      send({ method: "notifications/message", params: { level: "info", data: `${n}` } })
  },
  stderr: () => {
    for (let n = 0; n < 40; n++) process.stderr.write(`${"e".repeat(1024 * 1024)}\n`)
  },
  wrong: (id) => send({ id, error: { code: -32603, message: "the disk\u001b[31m is\r\n full" } }),
  secret: (id) => {
    process.stderr.write(`my token is ${process.env["NASTY_TOKEN"]}\n`)
    send({ id, error: { code: -32603, message: `token ${process.env["NASTY_TOKEN"]} refused` } })
  },
  grow: (id) => {
    extra.push(tool("grown"))
    send({ method: "notifications/tools/list_changed" })
    text(id, "grown")
  },
  grown: (id) => text(id, "I am new"),
  steps: (id, { params }) => {
    const progressToken = params?._meta?.progressToken
    send({
      method: "notifications/progress",
      params: { progressToken, progress: 1, total: 4, message: "reading page 1" },
    })
    setTimeout(() => text(id, "all read"), 20)
  },
}

const heard = (asked: Asked) => {
  const { id, method, params } = asked
  if (method === "initialize") {
    if (process.env["NASTY_MUTE"] !== undefined) return
    return send({
      id,
      result: {
        protocolVersion: params?.protocolVersion,
        capabilities: { tools: { listChanged: true } },
        serverInfo: { name: "nasty", version: "1" },
      },
    })
  }
  if (method === "notifications/cancelled") return note(`cancelled ${params?.requestId}`)
  if (method === "ping") return send({ id, result: {} })
  if (method === "tools/list") return send({ id, result: { tools: listed() } })
  if (method === "tools/call") return calls[params?.name ?? ""]?.(id, asked)
  if (id !== undefined) send({ id, error: { code: -32601, message: "no such method" } })
}

if (process.env["NASTY_STUBBORN"] !== undefined) process.on("SIGTERM", () => note("asked to end"))
note(`pid ${process.pid}`)
const input = createInterface({ input: process.stdin })
input.on("line", (line) => heard(JSON.parse(line) as Asked))
// It would end with its input, if it were polite.
if (process.env["NASTY_STUBBORN"] !== undefined) setInterval(() => {}, 1000)
