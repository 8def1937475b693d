/** Names that the file uses: what must be there, and what may be there once. Pure. */
import { Result, Schema } from "effect"
import { name as nameKind } from "./kinds.ts"
import { oneOf } from "./lookup.ts"
import type { Price, WrittenLimit } from "./answers.ts"
import type * as Budgets from "./budgets.ts"
import * as Partners from "./partners.ts"
import { dotted, type Problem } from "./problem.ts"
import type { Path, Positions } from "./positions.ts"
import { noAgent } from "./no-agent.ts"
import { nearest } from "./suggest.ts"
import * as Templates from "./templates.ts"
import type * as Workflows from "./workflows.ts"

export interface Named {
  readonly partners: Partners.Written
  readonly templates: Templates.Written
  readonly models: { readonly prices: ReadonlyArray<Price>; readonly limits: ReadonlyArray<WrittenLimit> }
  readonly budgets: Pick<Budgets.Written, "guilds" | "users" | "agents">
  readonly workflows: Workflows.Written
}

type Wrong = Pick<Problem, "found" | "expected" | "example">
type Report = (path: Path, wrong: Wrong) => Problem

const reportIn =
  (file: string, positions: Positions): Report =>
  (path, wrong) => ({ file, at: positions.value(path), key: dotted(path), ...wrong })

/** What cannot be followed: templates that are not there, circles of them, names that stand twice. */
export const wrongNames = (
  file: string,
  { partners, templates, models, budgets, workflows }: Named,
  positions: Positions,
): ReadonlyArray<Problem> => {
  const report = reportIn(file, positions)
  const known = new Set([Templates.defaultName, ...templates.keys()])
  const users = partners.users
  return [
    ...twice(models.prices, "model", ["models", "prices"], report),
    ...twice(models.limits, "model", ["models", "limits"], report),
    ...twice(budgets.guilds, "id", ["budgets", "guilds"], report),
    ...twice(budgets.users, "id", ["budgets", "users"], report),
    ...twice(budgets.agents, "name", ["budgets", "agents"], report),
    ...twice(workflows, "name", ["workflows"], report),
    ...twice(users, "discord_id", ["partners", "users"], report),
    ...twice(users, "name", ["partners", "users"], report),
    ...users.flatMap(({ template }, n) =>
      known.has(template)
        ? []
        : [report(["partners", "users", n, "template"], noTemplate(template, known, "template"))],
    ),
    ...[...templates].flatMap(([name, { memory, groups }]) => [
      ...wrongName(name, report),
      ...twice(memory, "label", ["templates", name, "memory"], report),
      ...twice(groups, "name", ["templates", name, "groups"], report),
      ...wrongLists(name, templates, report),
    ]),
    ...wrongLines(templates, known, report),
  ]
}

type WrittenTemplate = Templates.Written extends ReadonlyMap<string, infer T> ? T : never

/** Every list of agents in a template, and where it stands. */
const listsOf = (
  name: string,
  { agents, core, groups }: WrittenTemplate,
): ReadonlyArray<{ readonly path: Path; readonly list: ReadonlyArray<string> }> => [
  { path: ["templates", name, "agents"], list: agents ?? [] },
  { path: ["templates", name, "core"], list: core ?? [] },
  ...groups.map(({ members }, n) => ({
    path: ["templates", name, "groups", n, "members"],
    list: members ?? [],
  })),
]

/** An agent is in a list once, and in a template's core and groups only if it is one of its agents. */
const wrongLists = (name: string, templates: Templates.Written, report: Report): ReadonlyArray<Problem> => {
  const all = Templates.resolve(templates).get(name)?.agents ?? null
  return listsOf(name, templates.get(name)!).flatMap(({ path, list }) =>
    list.flatMap((agent, n) => {
      const key = String(path.at(-1))
      if (list.indexOf(agent) !== n)
        return [
          report([...path, n], {
            found: `${JSON.stringify(agent)} is there twice`,
            expected: "each agent once",
            example: listed(key, [...new Set(list)]),
          }),
        ]
      if (key === "agents" || all === null || all.includes(agent)) return []
      return [
        report([...path, n], {
          found: `${JSON.stringify(agent)} is none of the template's agents`,
          expected: oneOf(all.slice(0, 20)),
          example: listed(key, all.slice(0, 1)),
        }),
      ]
    }),
  )
}

const listed = (key: string, names: ReadonlyArray<string>) =>
  `${key} = ${JSON.stringify(names).replaceAll(",", ", ")}`

const isName: (name: string) => boolean = Schema.is(nameKind.schema)

const wrongName = (name: string, report: Report): ReadonlyArray<Problem> =>
  isName(name)
    ? []
    : [
        report(["templates", name], {
          found: `${JSON.stringify(name.slice(0, 60))} cannot be the name of a template`,
          expected: nameKind.expected.replace(" in quotes", ""),
          example: Templates.templates.example,
        }),
      ]

/** Circles are reported once, at the first of their templates. */
const wrongLines = (
  templates: Templates.Written,
  known: Iterable<string>,
  report: Report,
): ReadonlyArray<Problem> => {
  const circles = new Set<string>()
  return [...templates].flatMap(([name, { extends: parent }]) => {
    const line = Templates.lineOf(templates, name)
    if (Result.isSuccess(line) || parent === null) return []
    const path = ["templates", name, "extends"]
    if ("unknown" in line.failure) {
      return templates.has(parent) ? [] : [report(path, noTemplate(parent, known, "extends"))]
    }
    const { cycle } = line.failure
    const id = cycle.slice(1).sort().join(" ")
    if (circles.has(id) || !cycle.includes(name)) return []
    circles.add(id)
    return [
      report(path, {
        found:
          cycle.length === 2
            ? `${name} extends itself`
            : `templates go round in a circle: ${cycle.join(" → ")}`,
        expected: "a template that does not lead back here: leave one `extends` of the circle out",
        example: `# extends = ${JSON.stringify(parent)}`,
      }),
    ]
  })
}

const noTemplate = (name: string, known: Iterable<string>, key: string): Wrong => {
  const meant = nearest(name, known)
  return {
    found: `there is no template ${JSON.stringify(name)}${meant === null ? "" : `; did you mean ${meant}?`}`,
    expected: meant === null ? `${oneOf([...known].slice(0, 20))}, or a section [templates.${name}]` : null,
    example: `${key} = ${JSON.stringify(meant ?? Templates.defaultName)}`,
  }
}

const twice = <K extends string>(
  all: ReadonlyArray<{ readonly [N in K]: string }>,
  key: K,
  path: Path,
  report: Report,
): ReadonlyArray<Problem> => {
  const first = new Map<string, number>()
  return all.flatMap((each, n) => {
    const before = first.get(each[key])
    if (before === undefined) {
      first.set(each[key], n)
      return []
    }
    return [
      report([...path, n, key], {
        found: `${JSON.stringify(each[key])} is there twice, first as ${dotted([...path, before])}`,
        expected:
          key === "discord_id" ? "each person once, with all that belongs to them" : `each ${key} once`,
        example:
          key === "id"
            ? "# leave this one out"
            : key === "discord_id"
              ? "[[partners.users]]"
              : `${key} = ${JSON.stringify(`${each[key]}_2`)}`,
      }),
    ]
  })
}

/** Agents that the team does not have, where its brains could be loaded. */
export const unknownAgents = (
  file: string,
  templates: Templates.Written,
  team: ReadonlyArray<string>,
  positions: Positions,
): ReadonlyArray<Problem> => {
  const report = reportIn(file, positions)
  return [...templates].flatMap(([name, template]) =>
    listsOf(name, template).flatMap(({ path, list }) =>
      list.flatMap((agent, n) => {
        if (team.includes(agent)) return []
        const { meant, ...wrong } = noAgent(agent, team)
        const example = listed(String(path.at(-1)), [meant ?? team[0]!])
        return [report([...path, n], { ...wrong, example })]
      }),
    ),
  )
}

/** Agents with a budget of their own that the team does not have. */
export const unknownOwners = (
  file: string,
  agents: Budgets.Written["agents"],
  team: ReadonlyArray<string>,
  positions: Positions,
): ReadonlyArray<Problem> => {
  const report = reportIn(file, positions)
  return agents.flatMap(({ name }, n) => {
    if (team.includes(name)) return []
    const { meant, ...wrong } = noAgent(name, team)
    const example = `name = ${JSON.stringify(meant ?? team[0])}`
    return [report(["budgets", "agents", n, "name"], { ...wrong, example })]
  })
}
