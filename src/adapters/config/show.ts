/** The configuration in effect, as TOML or as data, each value with who said it. Secrets stay hidden. Pure. */
import type { Entry, Loaded } from "./load.ts"
import { writtenAs } from "./load.ts"
import type { Partner } from "../../actors/constellations/partners.ts"
import type { Rule } from "../../machines/tools/permissions.ts"
import type { Template } from "./templates.ts"
import { shownOf } from "./tools.ts"
import { toml } from "./tree.ts"

/** `environment REDIS_URL`, `orrery.toml`, `flag --store`, `default`. */
export const originOf = ({ origin }: Entry): string => {
  switch (origin.from) {
    case "default":
      return "default"
    case "file":
      return origin.name
    default:
      return `${origin.from} ${origin.name}`
  }
}

/** Paths that depend on others when nobody says them. */
const effective = ({ settings }: Loaded, { section, key }: Entry): string | undefined =>
  new Map([
    ["store.home", settings.home],
    ["team.brains", settings.brains],
    ["retention.archive_dir", settings.archiveDir],
  ]).get(`${section}.${key}`)

/** As TOML; null when it is not set. */
const valueOf = (loaded: Loaded, entry: Entry): string | null => {
  const standard = entry.value === null ? effective(loaded, entry) : undefined
  return standard === undefined ? writtenAs(entry) : toml(standard)
}

/** `--store sqlite:FILE` says no Redis, and which file. */
const whyNot = ({ settings }: Loaded, { node, origin }: Entry): string =>
  origin.from === "flag"
    ? `not set: flag ${origin.name} names ${settings.database}`
    : `not set: ${node.without}`

const bySection = ({ entries }: Loaded) => Map.groupBy(entries, ({ section }) => section)

export const asToml = (loaded: Loaded): string => {
  const source = loaded.file === null ? "there is no file" : loaded.file.name
  const sections = [...bySection(loaded)].map(([section, entries]) => {
    const rows = entries.map((entry) => {
      const value = valueOf(loaded, entry)
      return value === null
        ? ([`# ${entry.key}`, whyNot(loaded, entry)] as const)
        : ([`${entry.key} = ${value}`, originOf(entry)] as const)
    })
    const width = Math.min(60, Math.max(...rows.map(([line]) => line.length)))
    return [`[${section}]`, ...rows.map(([line, origin]) => `${line.padEnd(width)}  # ${origin}`)].join("\n")
  })
  const { partners, templates, tools, permissions } = loaded.live
  return [
    `# The configuration in effect (${source}); behind each value is who says so.`,
    ...sections,
    ...partners.map((each) => table("[[partners.users]]", partnerOf(each))),
    ...[...templates.values()].map(templateText),
    ...tools.map((each) => table(`[tools.${each.name}]`, shownOf(each))),
    ...permissions.map((each) => table("[[permissions]]", ruleOf(each))),
  ].join("\n\n")
}

const table = (header: string, values: object): string =>
  [
    header,
    ...Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [`${key} = ${toml(value)}`])),
  ].join("\n")

const ruleOf = ({ verdict, pattern, ...whom }: Rule) => ({ [verdict]: pattern, ...whom })

const partnerOf = ({ discordId, name, autoInitialize, template }: Partner) => ({
  discord_id: discordId,
  name,
  auto_initialize: autoInitialize,
  template,
})

const templateOf = ({ agents, core, memory, groups }: Template) => ({
  agents,
  core,
  memory: memory.map(({ readOnly, ...block }) => ({ ...block, read_only: readOnly })),
  groups,
})

const templateText = (template: Template): string => {
  const { agents, core, memory, groups } = templateOf(template)
  const name = `templates.${template.name}`
  return [
    table(`[${name}]`, { agents, core }) + (agents === null ? "\n# agents  # not set: all of the team" : ""),
    ...memory.map((each) => table(`[[${name}.memory]]`, each)),
    ...groups.map((each) => table(`[[${name}.groups]]`, each)),
  ].join("\n\n")
}

/** `{ file, sections: { pool: { agents: { value, origin } } }, partners, templates, tools, permissions }`, with the names of the file. */
export const asJson = (loaded: Loaded): unknown => ({
  file: loaded.file?.name ?? null,
  sections: Object.fromEntries(
    [...bySection(loaded)].map(([section, entries]) => [
      section,
      Object.fromEntries(
        entries.map((entry) => {
          const value = valueOf(loaded, entry)
          const read: unknown = value === null ? null : JSON.parse(value)
          return [entry.key, { value: read, origin: originOf(entry) }]
        }),
      ),
    ]),
  ),
  partners: loaded.live.partners.map(partnerOf),
  templates: Object.fromEntries([...loaded.live.templates].map(([name, each]) => [name, templateOf(each)])),
  tools: Object.fromEntries(loaded.live.tools.map((each) => [each.name, shownOf(each)])),
  permissions: loaded.live.permissions.map(ruleOf),
})
