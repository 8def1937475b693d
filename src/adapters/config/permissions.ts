/** What the operator says agents may do with tools. */
import type { Rule } from "../../machines/tools/permissions.ts"
import { brainName, snowflake, toolPattern } from "./kinds.ts"
import { noAgent } from "./no-agent.ts"
import type { Positions } from "./positions.ts"
import { dotted, type Problem } from "./problem.ts"
import { part, table, type Values } from "./tree.ts"

const verdicts = ["allow", "ask", "deny"] as const

const calls = (does: string, without: string, example: string) =>
  part(toolPattern, { does, standard: null, without, example })

export const permission = table(
  "What agents may do with tools: at least one of `allow`, `ask` and `deny`, for the same agent, server and role. The most specific rule decides, and of two as specific deny over ask over allow. See docs/permissions.md.",
  {
    allow: calls(
      "Calls that are made without asking anybody: a tool, a colon and what it is called with; `*` is any text.",
      "nothing is allowed here",
      '"git:status*"',
    ),
    ask: calls(
      "Calls about which somebody is asked, who may have the answer remembered.",
      "nothing is asked here",
      '"git:push *"',
    ),
    deny: calls(
      "Calls that are never made, whatever people allow in Discord.",
      "nothing is denied here",
      '"shell:*sudo*"',
    ),
    agent: part(brainName, {
      does: "For this agent alone, by the name of its file in `team.brains` without .md.",
      standard: null,
      without: "for every agent",
      example: '"writer"',
    }),
    guild: part(snowflake("in Discord with Developer Mode: right-click the server"), {
      does: "In this server alone, by its id.",
      standard: null,
      without: "everywhere",
      example: '"549170854458687509"',
    }),
    role: part(
      snowflake("in Discord with Developer Mode: right-click the role in the settings of the server"),
      {
        does: "For whoever has this role, by its id, when an agent answers them.",
        standard: null,
        without: "for everybody",
        example: '"549170854458687511"',
      },
    ),
  },
  { live: true },
)

export type Written = ReadonlyArray<Values<(typeof permission)["keys"]>>

/** Of the file, at most. */
export const rulesAtMost = 5000

export const rulesOf = (written: Written): ReadonlyArray<Rule> =>
  written.flatMap(({ agent, guild, role, ...said }) =>
    verdicts.flatMap((verdict): ReadonlyArray<Rule> => {
      const pattern = said[verdict]
      if (pattern === null) return []
      return [
        {
          verdict,
          pattern,
          ...(agent !== null && { agent }),
          ...(guild !== null && { guild }),
          ...(role !== null && { role }),
        },
      ]
    }),
  )

/** What says nothing is a mistake. */
export const wrongRules = (file: string, written: Written, positions: Positions): ReadonlyArray<Problem> =>
  written.flatMap((rule, n): ReadonlyArray<Problem> => {
    if (verdicts.some((verdict) => rule[verdict] !== null)) return []
    const path = ["permissions", n]
    return [
      {
        file,
        at: positions.value(path),
        key: dotted(path),
        found: "it neither allows nor denies anything, nor has it asked about",
        expected: "one of allow, ask and deny",
        example: 'allow = "git:status*"',
      },
    ]
  })

/** Agents with a rule of their own that the team does not have. */
export const unknownRuled = (
  file: string,
  written: Written,
  team: ReadonlyArray<string>,
  positions: Positions,
): ReadonlyArray<Problem> =>
  written.flatMap(({ agent }, n): ReadonlyArray<Problem> => {
    if (agent === null || team.includes(agent)) return []
    const path = ["permissions", n, "agent"]
    const { meant, ...wrong } = noAgent(agent, team)
    return [
      {
        file,
        at: positions.value(path),
        key: dotted(path),
        ...wrong,
        example: `agent = ${JSON.stringify(meant ?? team[0])}`,
      },
    ]
  })
