/** The commands by their names. Each is loaded when it is called: to load them all takes longer than most of them. */
import type { Compose } from "./compose.ts"

const commands = {
  start: async (compose: Compose) => (await import("./start.ts")).startCommand(compose),
  feed: async (compose: Compose) => (await import("./feed.ts")).feedCommand(compose),
  status: async () => (await import("./status.ts")).statusCommand,
  agents: async () => (await import("./agents.ts")).agentsCommand,
  agent: async () => (await import("./agent.ts")).agentCommand,
  team: async () => (await import("./team.ts")).teamCommand,
  doctor: async () => (await import("./doctor.ts")).doctorCommand,
  errors: async () => (await import("./errors.ts")).errorsCommand,
  permissions: async () => (await import("./permissions.ts")).permissionsCommand,
  tools: async () => (await import("./tools.ts")).toolsCommand,
  plan: async () => (await import("./plan.ts")).planCommand,
  profile: async () => (await import("./profile.ts")).profileCommand,
  route: async () => (await import("./route.ts")).routeCommand,
  playground: async () => (await import("./playground.ts")).playgroundCommand,
  config: async () => (await import("./config.ts")).configCommand,
  constellation: async () => (await import("./constellation.ts")).constellationCommand,
  init: async () => (await import("./init.ts")).initCommand,
  log: async () => (await import("./log.ts")).logCommand,
  "export-user": async () => (await import("./export-user.ts")).exportUserCommand,
  forget: async () => (await import("./forget.ts")).forgetCommand,
  replay: async () => (await import("./replay.ts")).replayCommand,
  check: async () => (await import("./check.ts")).checkCommand,
  coverage: async () => (await import("./coverage.ts")).coverageCommand,
  charts: async () => (await import("./charts.ts")).chartsCommand,
  fork: async () => (await import("./fork.ts")).forkCommand,
  shrink: async () => (await import("./shrink.ts")).shrinkCommand,
  fixture: async () => (await import("./fixture.ts")).fixtureCommand,
} satisfies Record<string, (compose: Compose) => Promise<unknown>>

const isName = (word: string | undefined): word is keyof typeof commands =>
  word !== undefined && Object.hasOwn(commands, word)

/** That which the first word of a command line calls; where it calls none, all of them, so that they can be told of. */
const loadersFor = (word: string | undefined) =>
  word === "--version" || word === "-v" ? [] : isName(word) ? [commands[word]] : Object.values(commands)

export const commandsFor = (word: string | undefined, compose: Compose) =>
  Promise.all(loadersFor(word).map((load) => load(compose)))
