/** Servers of tools, real ones and one that misbehaves in every way: what their calls come to, and that they are there again. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { spawn } from "node:child_process"
import { createServer, type ServerResponse } from "node:http"
import { createRequire } from "node:module"
import { createServer as createSocket, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { Clock, Duration, Effect, Exit, Fiber, Logger, Redacted, References, Scope } from "effect"
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest"
import { Retries } from "../../../src/actors/resilience/retries.ts"
import type { ToolTerms } from "../../../src/adapters/config/tools.ts"
import { serve, type Server } from "../../../src/adapters/mcp/server.ts"
import { longestResult } from "../../../src/machines/tools/call.ts"

const nasty = join(import.meta.dirname, "../../support/nasty-server.ts")

type Terms = Partial<Omit<ToolTerms, "reach">> & { readonly env?: Readonly<Record<string, string>> }

const program = (args: ReadonlyArray<string>, { env = {}, ...terms }: Terms = {}) => ({
  name: "nasty",
  timeout: 60_000,
  atOnce: 8,
  agents: null,
  only: null,
  harmless: null,
  warm: true,
  cache: null,
  ...terms,
  reach: {
    by: "command" as const,
    command: process.execPath,
    args,
    env: Object.entries(env).map(([name, value]) => ({ name, value: Redacted.make(value) })),
    cwd: null,
  },
})

type Served = Parameters<typeof serve>[0]

/** A server that ends with the test, and what was logged of it. */
const started = async (terms: Served, retries = Retries.defaultValue()) => {
  const log: Array<string> = []
  const logger = Logger.make(({ message }) => void log.push(String(message)))
  const scope = await Effect.runPromise(Scope.make())
  const end = () => Effect.runPromise(Scope.close(scope, Exit.void))
  onTestFinished(end)
  const server = await Effect.runPromise(
    serve(terms).pipe(
      Effect.tap(({ settled }) => settled),
      Scope.provide(scope),
      Effect.provideService(Retries, retries),
      Effect.provide(Logger.layer([logger])),
      Effect.provideService(References.MinimumLogLevel, "Debug"),
    ),
  )
  return { server, log, end }
}

const use = (server: Server, tool: string, input: unknown = {}, progress?: (text: string) => void) =>
  Effect.runPromise(
    server.use({ tool: `${server.terms.name}.${tool}`, input, progress }).pipe(
      Effect.match({
        onSuccess: (text) => text,
        onFailure: ({ remedy, reason }) => `${remedy}: ${reason}`,
      }),
    ),
  )

const freePort = async (): Promise<number> => {
  const socket = createSocket()
  await new Promise<void>((ready) => socket.listen(0, "127.0.0.1", ready))
  const { port } = socket.address() as AddressInfo
  await new Promise((closed) => socket.close(closed))
  return port
}

const directory = (): string => {
  const path = mkdtempSync(join(tmpdir(), "nasty-"))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A server for several tests. */
const shared = async (timeout: number) => {
  const scope = await Effect.runPromise(Scope.make())
  afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))
  return Effect.runPromise(Scope.provide(serve(program([nasty], { timeout })), scope))
}

const isThereAgain = (server: Server) =>
  vi.waitFor(async () => expect(await use(server, "well", { n: 1 })).toBe('well: {"n":1}'), {
    timeout: 60_000,
    interval: 50,
  })

describe("a server that hangs", async () => {
  const server = await shared(1000)

  it.each(["hang", "freeze"])("%s: one line says so, and the server is there again", async (tool) => {
    await Effect.runPromise(server.settled)
    expect(await use(server, tool)).toBe(`retry: nasty.${tool} gave no answer within 1s`)
    await isThereAgain(server)
  })
})

describe("a server that misbehaves", async () => {
  const server = await shared(20_000)

  it("lists its tools by names that providers take, and nothing that cannot be offered", async () => {
    await Effect.runPromise(server.settled)
    const tools = server.tools()
    const names = tools.map(({ name }) => name)
    expect(names).toContain("nasty.odd_name_here")
    expect(names).toEqual(names.toSorted())
    expect(names.every((name) => /^[\w-]+\.[\w-]+$/.test(name) && name.length <= 64)).toBe(true)
    expect(tools.find(({ name }) => name === "nasty.wordy")!.description).toHaveLength(1024)
    const traits = tools.flatMap(({ name, harmless, repeatable }) =>
      /well|write|liar|hang/.test(name) ? [[name, harmless, repeatable]] : [],
    )
    expect(traits).toEqual([
      ["nasty.hang", false, false],
      ["nasty.liar", false, false],
      ["nasty.well", true, true],
      ["nasty.write", false, true],
    ])
  })

  it.each([
    ["crash", "retry: nasty ended with code 3"],
    ["garbage", "retry: nasty answered with something that is no result"],
    ["giant", "retry: nasty sent more than 4 MiB at once"],
    ["chatter", "retry: nasty sends more messages than can be read"],
    ["stderr", "retry: nasty writes more to stderr than can be read"],
    ["wrong", "retry: nasty refused: the disk[31m is full"],
    ["nothing", "stop: nasty has no nasty.nothing now"],
  ])("%s: one line says so, and the server is there again", async (tool, line) => {
    expect(await use(server, tool)).toBe(line)
    await isThereAgain(server)
  })

  it("clips a long answer in the middle", async () => {
    const text = await use(server, "long")
    expect(text.length).toBeLessThanOrEqual(longestResult)
    expect(text).toMatch(/^begin l+\n\[\d+ characters left out\]\nl+ end$/)
  })

  it("tells how far a call is", async () => {
    const told: Array<string> = []
    expect(await use(server, "steps", {}, (text) => told.push(text))).toBe("all read")
    expect(told).toEqual(["reading page 1"])
  })

  it("hears of new tools", async () => {
    expect(await use(server, "grow")).toBe("grown")
    await vi.waitFor(() => expect(server.tools().map(({ name }) => name)).toContain("nasty.grown"), 60_000)
    expect(await use(server, "grown")).toBe("I am new")
  })

  it("counts", () => {
    const { state, calls, failures, underWay } = server.status()
    expect({ state, underWay }).toEqual({ state: "ready", underWay: 0 })
    expect(calls).toBeGreaterThan(failures)
    expect(failures).toBeGreaterThan(6)
  })
})

describe("a program", () => {
  it("is told when a call is given up", async () => {
    const notes = join(directory(), "notes")
    const { server } = await started(program([nasty], { env: { NASTY_NOTES: notes } }))
    const call = Effect.runFork(server.use({ tool: "nasty.hang", input: {} }))
    await vi.waitFor(() => expect(server.status().underWay).toBe(1), 60_000)
    await use(server, "well")
    await Effect.runPromise(Fiber.interrupt(call))
    await vi.waitFor(() => expect(readFileSync(notes, "utf8")).toMatch(/^cancelled \d+$/m), 60_000)
    expect(server.status().underWay).toBe(0)
  })

  it("does not outlive its server, even if it does not heed SIGTERM", async () => {
    const notes = join(directory(), "notes")
    const env = { NASTY_NOTES: notes, NASTY_STUBBORN: "1" }
    const { end } = await started(program([nasty], { env }))
    const pid = Number(/^pid (\d+)$/m.exec(readFileSync(notes, "utf8"))![1])
    expect(alive(pid)).toBe(true)
    await end()
    expect(readFileSync(notes, "utf8")).toContain("asked to end")
    await vi.waitFor(() => expect(alive(pid)).toBe(false), 60_000)
  })

  it("keeps what it was given for itself: no secret in what it says, in errors, or in the log", async () => {
    const env = { NASTY_TOKEN: "sesame-open-4711" }
    const { server, log } = await started(program([nasty], { env }))
    expect(await use(server, "secret")).toBe("retry: nasty refused: token ••• refused")
    await vi.waitFor(() => expect(log).toContain("nasty: my token is •••"), 60_000)
    expect(log.join("\n")).not.toContain("sesame")
  })

  it("that is not there is said to be missing, and its calls end", async () => {
    const missing = { ...program([]), reach: { ...program([]).reach, command: "no-such-program" } }
    const { server } = await started({ ...missing, timeout: 1000 })
    const why = "cannot be started: there is no program no-such-program"
    expect(server.status()).toMatchObject({ state: "away", why })
    expect(await use(server, "well")).toBe(`retry: nasty ${why}`)
  })

  it("that is not kept warm is started by its first call", async () => {
    const terms = program([nasty], { warm: false })
    const scope = await Effect.runPromise(Scope.make())
    onTestFinished(() => Effect.runPromise(Scope.close(scope, Exit.void)))
    const server = await Effect.runPromise(Scope.provide(serve(terms), scope))
    expect(server.status().state).toBe("off")
    expect(await use(server, "well")).toBe("well: {}")
    expect(server.status().state).toBe("ready")
  })

  it("that nobody needed for long is ended, and begun again for whoever comes meanwhile", async () => {
    let ahead = 0
    let look = () => {}
    const real = await Effect.runPromise(Effect.service(Clock.Clock))
    const clock: Clock.Clock = {
      ...real,
      currentTimeMillisUnsafe: () => real.currentTimeMillisUnsafe() + ahead,
      currentTimeMillis: Effect.sync(() => real.currentTimeMillisUnsafe() + ahead),
      currentTimeNanosUnsafe: () => real.currentTimeNanosUnsafe(),
      currentTimeNanos: real.currentTimeNanos,
      // Whether it is needed is looked at when the test says so.
      sleep: (duration) =>
        Duration.toSeconds(duration) === 30
          ? Effect.promise(() => new Promise((resolve) => (look = () => resolve(undefined))))
          : real.sleep(duration),
    }
    const scope = await Effect.runPromise(Scope.make())
    onTestFinished(() => Effect.runPromise(Scope.close(scope, Exit.void)))
    const server = await Effect.runPromise(
      Scope.provide(serve(program([nasty], { warm: false })), scope).pipe(
        Effect.provideService(Clock.Clock, clock),
      ),
    )
    expect(await use(server, "well")).toBe("well: {}")
    ahead = 11 * 60_000
    look()
    await new Promise(setImmediate)
    await new Promise(setImmediate)
    expect(await use(server, "well")).toBe("well: {}")
  })

  it("is asked once more for what is lost, where that does no harm, and as long as not too much is", async () => {
    const notes = join(directory(), "notes")
    const { server } = await started(program([nasty], { env: { NASTY_NOTES: notes } }))
    expect(await use(server, "flaky")).toBe("the second time it works")
    expect(server.status()).toMatchObject({ calls: 1, failures: 0 })
    expect(await use(server, "crash")).toBe("retry: nasty ended with code 3")

    const spent = { called: () => Effect.void, allows: () => Effect.succeed(false) }
    const other = await started(program([nasty]), spent)
    expect(await use(other.server, "flaky")).toBe(
      "retry: nasty ended with code 3; it was not asked again, as too much was asked again lately",
    )
  })

  it("offers what the operator chose, as harmless as the operator says", async () => {
    const { server, log } = await started(
      program([nasty], { only: ["well", "write", "lost"], harmless: ["write"] }),
    )
    expect(server.tools().map(({ name, harmless }) => [name, harmless])).toEqual([
      ["nasty.well", false],
      ["nasty.write", true],
    ])
    expect(log.join("\n")).toContain("there is no lost")
    expect(await use(server, "crash")).toBe("stop: nasty has no nasty.crash now")
  })
})

/** https://www.npmjs.com/package/@modelcontextprotocol/server-everything */
const everything = createRequire(import.meta.url).resolve(
  "@modelcontextprotocol/server-everything/dist/index.js",
)

describe("a server over HTTP", () => {
  const at = (url: string): Served => ({
    ...program([]),
    name: "far",
    timeout: 5000,
    reach: {
      by: "url",
      url,
      headers: [{ name: "authorization", value: Redacted.make("Bearer sesame-4711") }],
    },
  })

  /** Answers as much as a server must, and calls as the test says. */
  const listening = async (call: (response: ServerResponse, id: number) => void) => {
    const heard: Array<string> = []
    const server = createServer(async (request, response) => {
      const { id, method, params } = JSON.parse((await text(request)) || "{}") as {
        readonly id?: number
        readonly method?: string
        readonly params?: { readonly protocolVersion?: string }
      }
      heard.push(`${method} ${request.headers.authorization}`)
      if (id === undefined) return response.writeHead(request.method === "POST" ? 202 : 405).end()
      if (method === "tools/call") return call(response, id)
      const results: Record<string, object> = {
        initialize: {
          protocolVersion: params?.protocolVersion,
          capabilities: { tools: {} },
          serverInfo: { name: "far", version: "1" },
        },
        "tools/list": { tools: [{ name: "look", inputSchema: { type: "object" } }] },
        ping: {},
      }
      const result = results[method ?? ""]
      const answer =
        result === undefined ? { error: { code: -32601, message: "no such method" } } : { result }
      response.setHeader("content-type", "application/json")
      response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }))
    })
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
    onTestFinished(() => {
      server.close()
      server.closeAllConnections()
    })
    return { server, heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp` }
  }

  it("is told its token, and nobody else: a redirect to another host is not followed", async () => {
    const other = await listening(() => {})
    const { url, heard } = await listening((response) =>
      response.writeHead(307, { location: other.url }).end(),
    )
    const { server } = await started(at(url))
    expect(heard.every((line) => line.endsWith("Bearer sesame-4711"))).toBe(true)
    expect(await use(server, "look")).toMatch(/^retry: far /)
    expect(other.heard).toEqual([])
  })

  it("that sends more than anybody can read is cut off, and asked again later", async () => {
    const { url } = await listening((response, id) => {
      response.setHeader("content-type", "application/json")
      response.end(
        JSON.stringify({ jsonrpc: "2.0", id, result: { content: [], more: "g".repeat(6_000_000) } }),
      )
    })
    const { server } = await started(at(url))
    expect(await use(server, "look")).toBe("retry: far sent more than 4 MiB at once")
    await vi.waitFor(() => expect(server.status().state).toBe("ready"), { timeout: 60_000, interval: 20 })
  })

  it("that sends an event without end is cut off", async () => {
    const { url } = await listening((response, id) => {
      response.setHeader("content-type", "text/event-stream")
      response.write(
        `data: {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"`,
      )
      for (let n = 0; n < 6; n++) response.write("g".repeat(1_000_000))
      response.end(`"}}\n\ndata: {"jsonrpc":"2.0","id":${id},"result":{"content":[]}}\n\n`)
    })
    const { server } = await started(at(url))
    expect(await use(server, "look")).toBe("retry: far sent more than 4 MiB at once")
  })

  it("that lets nobody in says so", async () => {
    const { url } = await listening((response) => response.writeHead(401).end("sesame-4711 is wrong"))
    const { server } = await started(at(url))
    expect(await use(server, "look")).toBe("stop: far does not let Orrery in: look at its token")
  })
})

describe("the reference server", () => {
  it("is used: text, what is structured, links, pictures, what it refuses; and sees nothing of our environment", async () => {
    const { server } = await started(
      program([everything, "stdio"], { name: "everything", env: { MODE: "quiet" } }),
    )
    expect(await use(server, "echo", { message: "hello" })).toBe("Echo: hello")
    expect(JSON.parse(await use(server, "get-structured-content", { location: "Chicago" }))).toHaveProperty(
      "humidity",
    )
    expect(await use(server, "get-tiny-image")).toContain("[image left out: image/png, ")
    expect(await use(server, "get-resource-links", { count: 1 })).toContain("demo://resource/dynamic/")
    expect(await use(server, "get-sum", { a: 1, b: "two" })).toMatch(
      /^fix: .*expected number, received string at b$/,
    )
    expect(Object.keys(JSON.parse(await use(server, "get-env")))).toEqual(["PATH", "HOME", "MODE"])
  })

  it("is not there over HTTP: what is told is why it cannot be reached", async () => {
    const url = `http://127.0.0.1:${await freePort()}/mcp`
    const reach = { by: "url", url, headers: [] } as const
    const { server } = await started({ ...program([]), name: "everything", timeout: 100, reach })
    expect(await use(server, "echo", { message: "hello" })).toMatch(
      /^retry: everything cannot be spoken with: .*ECONNREFUSED/,
    )
  })

  it("is used over HTTP, and again when it is there again", async () => {
    const begin = async (port: string) => {
      const child = spawn(process.execPath, [everything, "streamableHttp"], {
        env: { PORT: port },
        stdio: ["ignore", "ignore", "pipe"],
      })
      onTestFinished(() => void child.kill("SIGKILL"))
      for await (const said of child.stderr) if (String(said).includes("listening on port")) break
      return child
    }
    const port = String(await freePort())
    const child = await begin(port)
    const reach = { by: "url", url: `http://127.0.0.1:${port}/mcp`, headers: [] } as const
    const { server } = await started({ ...program([]), name: "everything", timeout: 2000, reach })
    const progress: Array<string> = []
    const tool = "trigger-long-running-operation"
    expect(await use(server, tool, { duration: 0.6, steps: 1 }, (text) => progress.push(text))).toContain(
      "completed",
    )
    child.kill("SIGKILL")
    expect(await use(server, "echo", { message: "hello" })).toMatch(
      /^retry: everything cannot be spoken with: /,
    )
    await begin(port)
    await vi.waitFor(
      async () => expect(await use(server, "echo", { message: "again" })).toBe("Echo: again"),
      {
        timeout: 60_000,
        interval: 50,
      },
    )
  })
})
