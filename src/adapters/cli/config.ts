/** `orrery config`: whether the configuration is well, and what is in effect. */
import { join } from "node:path"
import { Console, Effect, Option, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import type { Brain } from "../../machines/agent/brain.ts"
import * as Brains from "../brains/brains.ts"
import { known, unserved } from "../brains/drafting/tools.ts"
import { advice } from "../config/advice.ts"
import { load, type Loaded } from "../config/load.ts"
import { unknownAgents, unknownOwners } from "../config/names.ts"
import { unknownRuled } from "../config/permissions.ts"
import { ConfigInvalid, lineOf, type Problem } from "../config/problem.ts"
import { unknownUsers } from "../config/tool-problems.ts"
import { asJson, asToml, originOf } from "../config/show.ts"
import { wrongSteps } from "../config/workflows.ts"
import { chosenFlags, configured, flags } from "./flags.ts"
import { inviteLink } from "./invite.ts"

/** Exit code 1: it is what was asked for, and the answer is no. */
class CheckFailed extends Schema.TaggedError<CheckFailed>()("CheckFailed", { message: Schema.String }) {}

const summary = ({ entries, file, settings, live }: Loaded, team: ReadonlyArray<string>): string => {
  const originAt = (section: string, key: string) => {
    const entry = entries.find((it) => it.section === section && it.key === key)
    return entry === undefined ? "" : originOf(entry)
  }
  const { partners, templates, tools } = live
  const servers = tools.flatMap(({ name, reach }) => (reach.by === "itself" ? [] : [name]))
  const rows = [
    [
      "runs on",
      settings.token === null
        ? "a local Discord, since no token is set"
        : `Discord, with the token of ${originAt("discord", "token")}`,
    ],
    ["store", settings.redis === null ? settings.database : `the Redis of ${originAt("store", "redis")}`],
    ["team", `${team.join(", ")}, of ${settings.brains}`],
    ["partners", partners.map(({ name, template }) => `${name} (${template})`).join(", ") || "none"],
    ["templates", [...templates.keys()].join(", ")],
    ...(servers.length === 0 ? [] : [["tools of", servers.join(", ")]]),
    ...(settings.applicationId === null ? [] : [["invite", inviteLink(settings.applicationId)]]),
  ]
  return [
    file === null
      ? "There is no file, and the environment is fine. npm run orrery -- init writes one to start from."
      : `${file.name} is fine.`,
    "",
    ...rows.map(([name, value]) => `  ${name!.padEnd(10)} ${value}`),
  ].join("\n")
}

/** Agents that name tools that nobody serves: they answer without. */
const toolless = ({ settings, live }: Loaded, agents: ReadonlyArray<Brain>): ReadonlyArray<Problem> =>
  agents.flatMap(({ id, tools }) =>
    unserved(tools, known(settings, live)).map((tool) => ({
      file: join(settings.brains, `${id}.md`),
      at: null,
      key: "tools",
      found: `nobody serves ${tool}`,
      expected: "what is built in, or of a server under [tools]",
      example: `[tools.${tool.split(".", 1)[0]}]`,
    })),
  )

const checkCommand = Command.make(
  "check",
  {
    ...flags,
    file: Argument.String("file").pipe(
      Argument.withDescription("The configuration (default: --config, else ORRERY_CONFIG, else orrery.toml)"),
      Argument.optional,
    ),
  },
  Effect.fnUntraced(
    function* ({ file, ...chosen }) {
      const loaded = yield* configured({ ...chosen, config: Option.orElse(file, () => chosen.config) })
      const { team } = yield* Brains.load(loaded.settings.brains)
      const agents = team.agents.map(({ id }) => id)
      if (loaded.file !== null) {
        const { name, templates, tools, workflows, permissions, budgets, positions } = loaded.file
        const problems = [
          ...unknownAgents(name, templates, agents, positions),
          ...unknownOwners(name, budgets.agents, agents, positions),
          ...unknownUsers(name, tools, agents, positions),
          ...unknownRuled(name, permissions, agents, positions),
          ...wrongSteps(name, workflows, team.agents, positions),
        ]
        if (problems.length > 0) return yield* new ConfigInvalid({ problems })
      }
      yield* Console.log(summary(loaded, agents))
      const hints = [...toolless(loaded, team.agents), ...advice(loaded, Object.keys(process.env))]
      if (hints.length > 0) yield* Console.error(["", ...hints.map((it) => `  ${lineOf(it)}`)].join("\n"))
    },
    Effect.catchTags({
      ConfigInvalid: ({ message }) => new CheckFailed({ message }),
      BrainInvalid: ({ message }) => new CheckFailed({ message }),
      InputError: ({ message }) => new CheckFailed({ message }),
    }),
  ),
).pipe(
  Command.withDescription(
    "Tells whether the configuration is well, or everything that is wrong with it; exit code 1 then",
  ),
)

const showCommand = Command.make(
  "show",
  {
    ...flags,
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("One line of JSON instead of TOML"),
    ),
  },
  Effect.fnUntraced(function* ({ json, ...chosen }) {
    const loaded = yield* load(yield* chosenFlags(chosen))
    yield* Console.log(json ? JSON.stringify(asJson(loaded)) : asToml(loaded))
  }),
).pipe(
  Command.withDescription("Shows what is in effect, and who says so: flags, environment, file, or nobody"),
)

export const configCommand = Command.make("config").pipe(
  Command.withDescription("Looks at the configuration: check tells what is wrong, show what is in effect"),
  Command.withSubcommands([checkCommand, showCommand]),
)
