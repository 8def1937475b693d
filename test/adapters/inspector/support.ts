/** A whole Orrery on a store in a file, with an inspector that is asked over real sockets. */
import { Effect, Layer, ManagedRuntime } from "effect"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import { WebSocket } from "ws"
import { Host } from "../../../src/actors/host.ts"
import type { Store } from "../../../src/actors/store.ts"
import type { LiveFrame } from "../../../src/adapters/inspector/api.ts"
import { Inspector, type InspectorOptions } from "../../../src/adapters/inspector/inspector.ts"
import * as SqliteStore from "../../../src/adapters/sqlite/store.ts"
import { temporaryDirectory } from "../../support/directory.ts"
import { hears, message, until, World } from "../../support/world.ts"

/** A SQLite store in a directory of its own. */
export const fileStore: Layer.Layer<Store> = Layer.unwrap(
  Effect.map(temporaryDirectory("orrery-inspector-"), (directory) =>
    Layer.orDie(SqliteStore.layer({ path: join(directory, "orrery.db") })),
  ),
)

export interface Orrery {
  readonly origin: string
  readonly world: World
  readonly run: <A, E>(effect: Effect.Effect<A, E, Layer.Success<ReturnType<typeof composed>>>) => Promise<A>
  /** Says something that an agent answers, and waits until everything that comes of it is done. */
  readonly converse: (text: string, called?: string) => Promise<void>
  /** Waits until nothing is owed. */
  readonly settled: () => Promise<void>
  readonly stop: () => Promise<void>
}

const composed = (world: World, store: Layer.Layer<Store>, options: InspectorOptions = {}) =>
  Inspector.layer({ port: 0, ...options }).pipe(Layer.provideMerge(world.runtime(store)))

export const startOrrery = async (
  world = new World(),
  store = fileStore,
  options: InspectorOptions = {},
): Promise<Orrery> => {
  const runtime = ManagedRuntime.make(composed(world, store, options))
  const { origin } = await runtime.runPromise(Inspector)
  const host = await runtime.runPromise(Host)
  return {
    origin,
    world,
    run: (effect) => runtime.runPromise(effect),
    converse: async (text, called = "strategist") => {
      const before = world.said.length
      await runtime.runPromise(hears(message(text, { called: [called] })))
      await Effect.runPromise(until(() => world.said.length > before && host.owed() === 0))
    },
    settled: () => Effect.runPromise(until(() => host.owed() === 0)),
    stop: () => runtime.dispose(),
  }
}

/** One for the rest of the test. */
export const orreryForTest = async (world?: World, store?: Layer.Layer<Store>): Promise<Orrery> => {
  const orrery = await startOrrery(world, store)
  onTestFinished(() => orrery.stop())
  return orrery
}

/** Frames of a live socket as they come. */
export const listen = async (orrery: Orrery, query = "") => {
  const socket = new WebSocket(`${orrery.origin.replace("http", "ws")}/api/live${query}`)
  onTestFinished(() => socket.terminate())
  const frames: Array<LiveFrame> = []
  socket.on("message", (data: Buffer) => frames.push(JSON.parse(data.toString()) as LiveFrame))
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject))
  return { socket, frames }
}
