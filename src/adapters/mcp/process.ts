/**
 * A server that is a program: a message a line, over its input and output.
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio
 *
 * It is the leader of a process group, so that all that it started ends with it; it finds nothing in its environment but PATH,
 * HOME and what it is given.
 */
import { spawn, type ChildProcessByStdio } from "node:child_process"
import type { Readable, Writable } from "node:stream"
import { setTimeout as pause } from "node:timers/promises"
import {
  PARSE_ERROR,
  parseJSONRPCMessage,
  type JSONRPCMessage,
  type Transport,
} from "@modelcontextprotocol/client"
import { bounds, longestMessage, makeMeter } from "./meter.ts"

export interface Program {
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string | null
}

/** What is heard of it besides messages. */
export interface Heard {
  /** A line that it wrote to stderr, or that is no message. */
  readonly line: (text: string) => void
  /** It is of no more use: why, as it follows the server's name. */
  readonly lost: (why: string) => void
}

/** How long it may take to end by itself, and after SIGTERM, in ms. */
const grace = [1000, 1000] as const

/** Lines that are no messages, before it counts as no server at all. */
const strayAtMost = 100

/** Of a line that is no message. */
const longestLine = 64 * 1024

/** Groups that run, to be ended whatever way this process ends. */
const running = new Set<number>()

const signal = (group: number, name: NodeJS.Signals): boolean => {
  try {
    return process.kill(-group, name)
  } catch {
    return false
  }
}

process.on("exit", () => running.forEach((group) => signal(group, "SIGKILL")))

const whyNot = (command: string, { code }: NodeJS.ErrnoException, cwd: string | null): string => {
  if (code === "ENOENT")
    return `cannot be started: there is no program ${command}${cwd === null ? "" : `, or no directory ${cwd}`}`
  return `cannot be started (${code ?? "for an unknown reason"})`
}

/** Of what it writes, line by line. */
const lines = (longest: number, line: (text: string) => void, tooLong: () => void) => {
  const chunks: Array<Buffer> = []
  let size = 0
  return (chunk: Buffer) => {
    let rest = chunk
    for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10)) {
      if (size + at > longest) tooLong()
      else line(Buffer.concat([...chunks, rest.subarray(0, at)]).toString("utf8"))
      chunks.length = 0
      size = 0
      rest = rest.subarray(at + 1)
    }
    size += rest.length
    if (size > longest) {
      tooLong()
      chunks.length = 0
    } else chunks.push(rest)
  }
}

/** Null: it is none. What would be an answer if it were well formed ends the question that it is for. */
const messageIn = (line: string): JSONRPCMessage | null => {
  let read: unknown
  try {
    read = JSON.parse(line)
    return parseJSONRPCMessage(read)
  } catch {
    if (typeof read !== "object" || read === null || !("id" in read) || "method" in read) return null
    const { id } = read
    if (typeof id !== "number" && typeof id !== "string") return null
    return { jsonrpc: "2.0", id, error: { code: PARSE_ERROR, message: "it is no answer" } }
  }
}

export class ProcessTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage) => void
  #program: Program
  #heard: Heard
  #meter = makeMeter()
  /** Lines that are told of: a few at once, then one in a while. */
  #told = makeMeter({ ...bounds, messages: 50, refill: 0.02 })
  #stray = 0
  #child: ChildProcessByStdio<Writable, Readable, Readable> | null = null
  #ended: Promise<void> = Promise.resolve()

  /** The SDK knows by these two that it speaks with a program. */
  readonly stderr = null
  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  constructor(program: Program, heard: Heard) {
    this.#program = program
    this.#heard = heard
  }

  start(): Promise<void> {
    const { command, args, env, cwd } = this.#program
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        env: { ...env },
        stdio: ["pipe", "pipe", "pipe"],
        detached: true,
        ...(cwd !== null && { cwd }),
      })
      this.#child = child
      this.#ended = new Promise((end) => {
        child.once("error", (error) => {
          const why = whyNot(command, error, cwd)
          this.#lose(why)
          reject(new Error(why))
          if (child.pid === undefined) end()
        })
        child.once("exit", (code, by) => {
          running.delete(child.pid!)
          // What it started and left behind.
          signal(child.pid!, "SIGKILL")
          this.#lose(by === null ? `ended with code ${code}` : `was ended by ${by}`)
          end()
        })
      })
      child.once("spawn", () => {
        running.add(child.pid!)
        resolve()
      })
      child.stdin.on("error", () => {})
      const messages = lines(
        longestMessage,
        (line) => this.#take(line),
        () => this.#flood(`sent more than ${longestMessage / 1024 / 1024} MiB at once`),
      )
      const spoken = lines(
        longestLine,
        (line) => this.#tell(line),
        () => this.#tell("(a line too long to be shown)"),
      )
      child.stdout.on("data", (chunk: Buffer) => {
        if (this.#meter.take(chunk.length, 0)) messages(chunk)
        else this.#flood("sends more than can be read")
      })
      child.stderr.on("data", (chunk: Buffer) => {
        if (this.#meter.take(chunk.length, 0)) spoken(chunk)
        else this.#flood("writes more to stderr than can be read")
      })
    })
  }

  #take(line: string): void {
    if (this.#child === null || line.trim() === "") return
    if (!this.#meter.take(0, 1)) return this.#flood("sends more messages than can be read")
    const message = messageIn(line)
    if (message !== null) return this.onmessage?.(message)
    this.#tell(line)
    if (++this.#stray > strayAtMost) this.#flood("writes what is no MCP to its output")
  }

  #tell(line: string): void {
    if (this.#told.take(0, 1)) this.#heard.line(line)
  }

  #lose(why: string): void {
    if (this.#child === null) return
    this.#child = null
    this.#heard.lost(why)
    this.onclose?.()
  }

  /** It is not asked to end: it would not hear it. */
  #flood(why: string): void {
    const child = this.#child
    if (child === null) return
    child.stdout.removeAllListeners("data").resume()
    child.stderr.removeAllListeners("data").resume()
    signal(child.pid!, "SIGKILL")
    this.#lose(why)
  }

  async close(): Promise<void> {
    const child = this.#child
    if (child?.pid !== undefined) {
      child.stdin.end()
      const isOver = (ms: number) =>
        Promise.race([this.#ended.then(() => true), pause(ms, false, { ref: false })])
      if (!(await isOver(grace[0]))) {
        signal(child.pid, "SIGTERM")
        if (!(await isOver(grace[1]))) signal(child.pid, "SIGKILL")
      }
    }
    await this.#ended
    this.#lose("was ended")
  }

  send(message: JSONRPCMessage): Promise<void> {
    const child = this.#child
    if (child === null) return Promise.reject(new Error("it has ended"))
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    child.stdin.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve(undefined)))
    return promise
  }
}
