/** What keeps servers of tools from being used as the file has them. Pure. */
import { Schema } from "effect"
import { builtInNames } from "../../actors/performing/tools.ts"
import { name as nameKind } from "./kinds.ts"
import { noAgent } from "./no-agent.ts"
import type { Path, Positions } from "./positions.ts"
import { dotted, type Problem } from "./problem.ts"
import { nearest } from "./suggest.ts"
import { variablesOf, type Held, type Written } from "./tools.ts"

interface InFile {
  readonly name: string
  readonly tools: Written
  readonly positions: Positions
}
type Wrong = Pick<Problem, "found" | "expected" | "example">
type Server = Written extends ReadonlyMap<string, infer S> ? S : never

const builtIn: ReadonlyArray<string> = builtInNames
const isName: (name: string) => boolean = Schema.is(nameKind.schema)

/** Which way it is reached, and keys of the other one. */
const wrongReach = (name: string, its: Server): (Wrong & { readonly key: keyof Server | null }) | null => {
  const { command, url } = its
  const ways = [...(command === null ? [] : ["command"]), ...(url === null ? [] : ["url"])]
  if (builtIn.includes(name))
    return ways.length === 0
      ? null
      : {
          key: ways[0] as "command" | "url",
          found: `${name} is built in`,
          expected: "another name for a server",
          example: `[tools.${name}-2]`,
        }
  if (ways.length === 2)
    return {
      key: "url",
      found: "there is a `command` too",
      expected: "one of the two: where the server is, or how it is started",
      example: "# url is left out",
    }
  if (ways.length === 0) {
    const meant = nearest(name, builtIn)
    return {
      key: null,
      found: `nothing says where it is${meant === null ? "" : `, and it is not built in; did you mean ${meant}?`}`,
      expected: meant === null ? `a \`command\` or a \`url\`; built in are ${builtIn.join(", ")}` : null,
      example:
        meant === null
          ? 'command = ["npx", "-y", "@modelcontextprotocol/server-filesystem", "/srv/docs"]'
          : `[tools.${meant}]`,
    }
  }
  const others = command === null ? (["env", "cwd"] as const) : (["headers", "token"] as const)
  const stray = others.find((key) => its[key] !== null)
  if (stray === undefined) return null
  return {
    key: stray,
    found: `this is for a server that is reached by \`${command === null ? "command" : "url"}\``,
    expected: `none here, where there is a \`${ways[0]}\``,
    example: `# ${stray} is left out`,
  }
}

export const wrongTools = (file: string, tools: Written, positions: Positions): ReadonlyArray<Problem> =>
  [...tools].flatMap(([name, its]) => {
    const at = ["tools", name]
    const report = (path: Path, wrong: Wrong): Problem => ({
      file,
      at: positions.value(path),
      key: dotted(path),
      ...wrong,
    })
    if (!isName(name))
      return [
        report(at, {
          found: `${JSON.stringify(name.slice(0, 60))} cannot be the name of a server`,
          expected: nameKind.expected.replace(" in quotes", ""),
          example: "[tools.docs]",
        }),
      ]
    const wrong = wrongReach(name, its)
    if (wrong === null) return []
    const { key, ...rest } = wrong
    return [report(key === null ? at : [...at, key], rest)]
  })

/** Variables that are named in the file, and that the environment does not have. */
export const unset = ({ name: file, tools, positions }: InFile, held: Held): ReadonlyArray<Problem> =>
  [...tools].flatMap(([name, its]) =>
    variablesOf(its).flatMap(({ at, variable }): ReadonlyArray<Problem> => {
      if (held.get(variable) !== null && held.get(variable) !== undefined) return []
      const path = ["tools", name, ...at]
      return [
        {
          file,
          at: positions.value(path),
          key: dotted(path),
          found: `the environment has no ${variable}`,
          expected: "the variable to be set, or # before this line to leave it out",
          example: `${variable}=… npm start`,
        },
      ]
    }),
  )

/** Agents that may use a tool and that the team does not have. */
export const unknownUsers = (
  file: string,
  tools: Written,
  team: ReadonlyArray<string>,
  positions: Positions,
): ReadonlyArray<Problem> =>
  [...tools].flatMap(([name, { agents }]) =>
    (agents ?? []).flatMap((agent, n): ReadonlyArray<Problem> => {
      if (team.includes(agent)) return []
      const path = ["tools", name, "agents", n]
      const { meant, ...wrong } = noAgent(agent, team)
      return [
        {
          file,
          at: positions.value(path),
          key: dotted(path),
          ...wrong,
          example: `agents = [${JSON.stringify(meant ?? team[0])}]`,
        },
      ]
    }),
  )
