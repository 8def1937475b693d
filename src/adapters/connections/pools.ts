/**
 * One bounded pool of connections for each host, for all that is fetched: models, tools over HTTP, Discord's REST API, webhooks. A
 * connection is kept while it idles, so that a call that comes minutes after the last needs no new handshake, and thrown away when
 * it breaks. https://undici.nodejs.org/#/docs/api/Agent
 */
import {
  Agent,
  EnvHttpProxyAgent,
  getGlobalDispatcher,
  setGlobalDispatcher,
  type Dispatcher,
} from "@effect/platform-node/Undici"
import { Effect, Layer } from "effect"

/** Connections to one host; requests beyond them wait. More than models are asked at once, and Discord takes in a second. */
export const mostToOneHost = 128

const options = {
  connections: mostToOneHost,
  /** Unless the server says how long it keeps them. In ms. */
  keepAliveTimeout: 60_000,
  keepAliveMaxTimeout: 10 * 60_000,
  allowH2: false,
}

/** As Node itself does when it is told to. https://nodejs.org/api/cli.html#node_use_env_proxy1 */
const makeAgent = (): Dispatcher =>
  process.env["NODE_USE_ENV_PROXY"] === "1" ? new EnvHttpProxyAgent(options) : new Agent(options)

/** For the whole process: Node's `fetch` and discord.js both take the global dispatcher. As it was when the scope ends. */
export const PoolsLayer: Layer.Layer<never> = Layer.effectDiscard(
  Effect.acquireRelease(
    Effect.sync(() => {
      const before = getGlobalDispatcher()
      const agent = makeAgent()
      setGlobalDispatcher(agent)
      return { before, agent }
    }),
    ({ before, agent }) =>
      Effect.promise(async () => {
        setGlobalDispatcher(before)
        await agent.destroy()
      }),
  ),
)
