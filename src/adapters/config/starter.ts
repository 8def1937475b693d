/** The file that `orrery init` writes: everything that can be said, each line commented out. Pure. */
import { limit, price } from "./answers.ts"
import { budgetsInFile } from "./budgets.ts"
import { partners } from "./partners.ts"
import { permission } from "./permissions.ts"
import { kit } from "./pool.ts"
import { sections } from "./sections.ts"
import { templates } from "./templates.ts"
import { tools } from "./tools.ts"
import { workflow } from "./workflows.ts"
import type { AnyKey, Keys, Node, Table } from "./tree.ts"

const introduction = `\
# Orrery's configuration.
#
# A line that begins with # and a key shows what could be said there: take the # away and change the value.
# What is not said has its default. Environment variables stand above this file, the command line above both.
# "env:NAME" takes a secret from the environment variable NAME, so that it need not be written down here.
#
#   npm run orrery -- config check    tells whether all is well
#   npm run orrery -- config show     tells what is in effect, and who says so
#
# docs/configuration.md explains it all.`

const wide = 100

/** Words in lines that begin with `# `. */
const prose = (text: string): string => {
  const lines = [""]
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!
    if (line !== "" && line.length + word.length >= wide) lines.push(word)
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`
  }
  return lines.map((line) => `# ${line}`).join("\n")
}

/** "Its port on 127.0.0.1. Without it: …; or DISCORD_TOKEN." */
const sentence = ({ does, without, env }: AnyKey): string =>
  [does, without === "" ? "" : `Without it: ${without}.`, env === null ? "" : `(${env})`]
    .filter((part) => part !== "")
    .join(" ")

const keysOf = (keys: Keys): ReadonlyArray<string> =>
  Object.entries(keys).flatMap(([name, node]) =>
    node._tag === "Key" ? [`${prose(sentence(node))}\n#${name} = ${node.example}`] : [],
  )

const section = (header: string, { does, keys }: Table): string =>
  [`${prose(does)}\n${header}`, ...keysOf(keys)].join("\n\n")

/** A section of which there may be several; all of it is commented out. */
const several = (header: string, table: Table): ReadonlyArray<string> => [
  section(`#${header}`, table),
  ...Object.entries(table.keys as Readonly<Record<string, Node>>).flatMap(([name, node]) =>
    node._tag === "Tables" ? several(`[[${header.replaceAll(/[[\]]/g, "")}.${name}]]`, node.of) : [],
  ),
]

/** A server is a program or an address, and the file is to hold true as it stands. */
const { url, headers, token, ...byCommand } = tools.of.keys
const overHttp = { url, headers, token }

export const starter = (): string =>
  `${[
    introduction,
    ...Object.entries(sections).map(([name, table]) => section(`[${name}]`, table)),
    ...several("[[pool.kits]]", kit),
    ...several("[[models.prices]]", price),
    ...several("[[models.limits]]", limit),
    ...several("[[budgets.guilds]]", budgetsInFile.keys.guilds.of),
    ...several("[[budgets.users]]", budgetsInFile.keys.users.of),
    ...several("[[budgets.agents]]", budgetsInFile.keys.agents.of),
    ...several("[[partners.users]]", partners.keys.users.of),
    ...several(templates.example, { ...templates.of, does: templates.does }),
    ...several(tools.example, { ...tools.of, does: tools.does, keys: byCommand }),
    ...several("[tools.tracker]", { ...tools.of, does: "One that is reached over HTTP.", keys: overHttp }),
    ...several("[[workflows]]", workflow),
    ...several("[[permissions]]", permission),
  ].join("\n\n")}\n`
