/** Processes of a benchmark, ended with the scope. */
import { fork, spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { createRequire } from "node:module"
import { join } from "node:path"
import { Effect, type Scope } from "effect"
import { kill } from "../support/runner.ts"
import type { Answer, Question } from "./contender.ts"

/** Resolves paths of what bench/peers/package.json brings. */
export const installed = createRequire(join(import.meta.dirname, "package.json"))

/** Whoever ends the benchmark ends its processes. */
const children = new Set<ChildProcess>()
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL")
})
const withParent = (child: ChildProcess): ChildProcess => {
  children.add(child)
  return child.once("exit", () => children.delete(child))
}

const ended = (child: ChildProcess) => Effect.promise(() => kill(child))

const ready = async (child: ChildProcess, pattern: RegExp): Promise<RegExpMatchArray> => {
  let said = ""
  return new Promise((resolve, reject) => {
    const look = (text: Buffer) => {
      said = (said + String(text)).slice(-10_000)
      const found = said.match(pattern)
      if (found !== null) resolve(found)
    }
    child.stdout!.on("data", look)
    child.stderr!.on("data", look)
    child.once("error", reject)
    child.once("exit", () => reject(new Error(`${child.spawnfile} ended:\n${said}`)))
  })
}

/** Starts a program, and resolves with what it said when it was ready. */
export const launch = (
  command: string,
  args: ReadonlyArray<string>,
  pattern: RegExp,
): Effect.Effect<RegExpMatchArray, never, Scope.Scope> =>
  Effect.gen(function* () {
    const child = yield* Effect.acquireRelease(
      Effect.sync(() => withParent(spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] }))),
      ended,
    )
    return yield* Effect.promise(() => ready(child, pattern))
  })

/** Starts a Node program of this folder. */
export const launchNode = (file: string, args: ReadonlyArray<string>, pattern: RegExp) =>
  launch(process.execPath, [join(import.meta.dirname, file), ...args], pattern)

/** The client process of a contender: asked one question at a time. */
export const client = (module: string, where: string) =>
  Effect.gen(function* () {
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        withParent(
          fork(join(import.meta.dirname, "client.ts"), [join(import.meta.dirname, module), where], {
            stdio: ["ignore", "inherit", "inherit", "ipc"],
          }),
        ),
      ),
      ended,
    )
    const gone = once(child, "exit").then((): Answer => ({ failed: "its client process ended" }))
    const answer = () =>
      new Promise<Answer>((resolve) => {
        child.once("message", (said) => resolve(said as Answer))
        void gone.then(resolve)
      })
    yield* Effect.promise(answer)
    return (question: Question): Promise<Answer> => {
      const answered = answer()
      if (child.connected) child.send(question)
      return answered
    }
  })
