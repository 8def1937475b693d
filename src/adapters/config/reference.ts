/** `docs/configuration.md`, made of the same description that decodes. Pure. */
import { limit, price } from "./answers.ts"
import { budgetsInFile } from "./budgets.ts"
import { partners } from "./partners.ts"
import { permission } from "./permissions.ts"
import { kit } from "./pool.ts"
import { sections } from "./sections.ts"
import { templates } from "./templates.ts"
import { tools } from "./tools.ts"
import { workflow } from "./workflows.ts"
import type { AnyKey, Keys, Table } from "./tree.ts"

const introduction = `# Configuration

Orrery runs without any. What it should do otherwise it is told by the command line, by the environment, and by a file; the
first of them that says something counts.

    npm run orrery -- init            writes an orrery.toml of comments to start from; --config FILE writes another
    npm run orrery -- config check    tells whether all is well, or all that is wrong with line and example; exit code 1 then
    npm run orrery -- config show     tells what is in effect and who says so; --json for programs; secrets stay hidden

The file is the one of \`--config FILE\`, else of \`ORRERY_CONFIG\`, else \`orrery.toml\` where Orrery is started, if there is one.
It is [TOML](https://toml.io), of at most 1 MiB.

\`\`\`toml
[discord]
token = "env:DISCORD_TOKEN"
application_id = "549170854458687509"

[[partners.users]]
discord_id = "549170854458687509"
name = "primary_partner"
auto_initialize = true
template = "default"

[templates.default]
agents = ["strategist", "writer", "analyst"]

[[templates.default.memory]]
label = "persona"
limit = 2000

[[templates.default.groups]]
name = "main"
coordination = "hybrid"
\`\`\`

**Durations** are texts: \`"42 s"\`, \`"10 min"\`, \`"24 h"\`, \`"30 days"\`. **Ids** are texts too, since they have more digits than a
number can hold. **Relative paths** count from the directory of the file; those of the environment and the command line from
where Orrery is started. **Secrets** may be named instead of written: \`"env:NAME"\` is what the environment variable NAME holds.

**While Orrery runs** the file is read again when it changes, and on SIGHUP. A file with an error is refused as a whole, the log
says why, and what held before holds on. \`alerts\`, \`answers\`, \`budgets\`, \`caches\`, \`catch_up\`, \`channels\`, \`manager\`, \`retention\` (but for \`archive_dir\`), \`partners\`,
\`templates\`, \`tools\`, \`permissions\`, \`workflows\`, of \`team\` the key \`coordination\`, and of \`models\` the keys \`at_once\`, \`cache_answers\`, \`requests_per_minute\`, \`tokens_per_minute\`, \`limits\` and \`prices\` take effect at once, and no conversation is dropped; the others are named in the log and wait for
the next start. When SIGHUP comes because the terminal was closed, it ends Orrery as ever.

<!-- This page is written by \`node src/adapters/config/generate.ts\`, out of sections.ts and reference.ts beside it. -->`

const escaped = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "\\<")

const cells = (key: string, node: AnyKey): ReadonlyArray<string> => [
  `\`${key}\``,
  escaped(node.does),
  escaped(node.kind.expected),
  node.required ? "must be said" : node.standard === null ? escaped(node.without) : `\`${node.example}\``,
  `\`${node.example}\``,
  node.env === null ? "" : `\`${node.env}\``,
]

/** With columns as wide as their widest cell, as a formatter has them. */
const tableOf = (keys: Keys): string => {
  const found = Object.entries(keys).flatMap(([key, node]) => (node._tag === "Key" ? [cells(key, node)] : []))
  const all = [
    ["key", "what it does", "what may be written", "without it", "example", "environment"],
    ...found,
  ]
  const used = all[0]!.map((_, column) => found.some((row) => row[column] !== ""))
  const rows = all.map((row) => row.filter((_, column) => used[column]))
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const line = (row: ReadonlyArray<string>) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`
  return [
    line(rows[0]!),
    `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`,
    ...rows.slice(1).map(line),
  ].join("\n")
}

const chapter = (header: string, { does, keys }: Table): string =>
  `## \`${header}\`\n\n${does}\n\n${tableOf(keys)}`

export const reference = (): string =>
  `${[
    introduction,
    ...Object.entries(sections).map(([name, table]) => chapter(`[${name}]`, table)),
    chapter("[[pool.kits]]", kit),
    chapter("[[models.prices]]", price),
    chapter("[[models.limits]]", limit),
    chapter("[[budgets.guilds]]", budgetsInFile.keys.guilds.of),
    chapter("[[budgets.users]]", budgetsInFile.keys.users.of),
    chapter("[[budgets.agents]]", budgetsInFile.keys.agents.of),
    chapter("[[partners.users]]", partners.keys.users.of),
    chapter("[templates.NAME]", { ...templates.of, does: templates.does }),
    chapter("[[templates.NAME.memory]]", templates.of.keys.memory.of),
    chapter("[[templates.NAME.groups]]", templates.of.keys.groups.of),
    chapter("[tools.NAME]", { ...tools.of, does: `${tools.does} See docs/tools.md.` }),
    chapter("[[workflows]]", workflow),
    chapter("[[permissions]]", permission),
    "The template `default` is there without being written: all of the team in one hybrid group. Templates that extend each " +
      "other in a circle are refused.",
  ].join("\n\n")}\n`
