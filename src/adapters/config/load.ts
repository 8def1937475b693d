/** The configuration as it is in effect: flags above the environment, above the file, above what is standard. */
import { Effect, Redacted, Result, Schema } from "effect"
import { text } from "./env.ts"
import * as File from "./file.ts"
import { variableOf } from "./kinds.ts"
import { ConfigInvalid, shown, type Problem } from "./problem.ts"
import { sections, type SectionValues } from "./sections.ts"
import { liveOf, settingsOf, type Live, type Settings } from "./settings.ts"
import { unset } from "./tool-problems.ts"
import { toolsOf, variablesIn } from "./tools.ts"
import { toml, type AnyKey } from "./tree.ts"

/** What the command line says. */
export interface Flags {
  /** `--config`. */
  readonly file: string | null
  /** `--store`: a Redis, or a file of the embedded store. */
  readonly store: { readonly redis: Redacted.Redacted } | { readonly database: string } | null
  /** `--brains`, absolute. */
  readonly brains: string | null
}

/** Who said it: `--store`, a variable, the file, or nobody. */
export type Origin =
  | { readonly from: "flag" | "environment" | "file"; readonly name: string }
  | { readonly from: "default" }

/** One key with its value. */
export interface Entry {
  readonly section: string
  readonly key: string
  readonly node: AnyKey
  readonly value: unknown
  readonly origin: Origin
  /** A change takes effect at once. */
  readonly live: boolean
}

export interface Loaded {
  readonly file: File.File | null
  readonly entries: ReadonlyArray<Entry>
  readonly settings: Settings
  readonly live: Live
}

/** `ConfigInvalid` tells all that is wrong in the file and in the environment at once. */
export const load: (flags: Flags) => Effect.Effect<Loaded, ConfigInvalid> = Effect.fn("Config.load")(
  function* (flags) {
    const name = yield* File.find(flags.file)
    const file = name === null ? Result.succeed(null) : yield* Effect.result(File.read(name))
    const written = Result.isSuccess(file) ? file.success : null
    const found = yield* Effect.forEach(allKeys, (key) => entryOf(key, written, flags))
    const names = written === null ? [] : variablesIn(written.tools)
    const held = new Map(
      yield* Effect.forEach(names, (name) => Effect.map(variable(name), (its) => [name, its] as const)),
    )
    const problems = [
      ...(Result.isFailure(file) ? file.failure.problems : []),
      ...found.flatMap((it) => (Result.isFailure(it) ? [it.failure] : [])),
      ...(written === null ? [] : unset(written, held)),
    ]
    if (problems.length > 0) return yield* new ConfigInvalid({ problems })

    const entries = found.flatMap((it) => (Result.isSuccess(it) ? [it.success] : []))
    const values = valuesOf(entries)
    const own = settingsOf(values, written ?? undefined)
    const settings =
      flags.store !== null && "database" in flags.store ? { ...own, database: flags.store.database } : own
    const tools = written === null ? [] : toolsOf(written.tools, held)
    const live = liveOf(values, written === null ? undefined : { ...written, tools })
    return { file: written, entries, settings, live }
  },
)

type Place = Pick<Entry, "section" | "key" | "node" | "live">

const allKeys: ReadonlyArray<Place> = Object.entries(sections).flatMap(([section, { keys, live }]) =>
  Object.entries(keys as Readonly<Record<string, AnyKey>>).map(([key, node]) => ({
    section,
    key,
    node,
    live: live && !node.fixed,
  })),
)

const valuesOf = (entries: ReadonlyArray<Entry>): SectionValues => {
  const bySection = Map.groupBy(entries, ({ section }) => section)
  return Object.fromEntries(
    [...bySection].map(([section, keys]) => [
      section,
      Object.fromEntries(keys.map(({ key, value }) => [key, value])),
    ]),
  ) as unknown as SectionValues
}

const entryOf = (place: Place, file: File.File | null, flags: Flags) =>
  Effect.gen(function* () {
    const { section, key, node } = place
    const is = (value: unknown, origin: Origin): Result.Result<Entry, Problem> =>
      Result.succeed({ ...place, value, origin })

    const flag = saidByFlag(`${section}.${key}`, flags)
    if (flag !== null) return is(flag.value, { from: "flag", name: flag.name })

    const said = yield* variable(node.env!)
    if (said !== null) {
      const value = node.kind.fromText(said)
      return fits(node, value)
        ? is(node.kind.read(value as never, process.cwd()), { from: "environment", name: node.env! })
        : Result.fail(wrongVariable(node, said))
    }
    const written = file?.sections[section]?.[key]
    if (file === null || written === undefined) return is(node.standard, { from: "default" })

    const origin = { from: "file", name: file.name } as const
    const elsewhere = node.kind.secret ? variableOf(written) : null
    if (elsewhere === null) return is(node.kind.read(written as never, file.directory), origin)
    const held = yield* variable(elsewhere)
    return held !== null && fits(node, held)
      ? is(node.kind.read(held, file.directory), origin)
      : Result.fail({
          file: file.name,
          at: file.positions.value([section, key]),
          key: `${section}.${key}`,
          found:
            held === null
              ? `the environment has no ${elsewhere}`
              : `what ${elsewhere} holds in the environment cannot be used`,
          expected:
            held === null
              ? `the variable to be set, or # before this line to leave it out`
              : node.kind.expected.replace(/ in quotes.*/, ""),
          example: held === null ? `${elsewhere}=… npm start` : null,
        })
  })

/** The environment is read by names that are known to be good. */
const variable = (name: string) => Effect.orDie(text(name))

const fits = ({ kind }: AnyKey, value: unknown): boolean => Schema.is(kind.schema)(value)

const saidByFlag = (
  key: string,
  { store, brains }: Flags,
): { readonly name: string; readonly value: unknown } | null => {
  if (key === "store.redis" && store !== null)
    return { name: "--store", value: "redis" in store ? store.redis : null }
  if (key === "team.brains" && brains !== null) return { name: "--brains", value: brains }
  return null
}

const wrongVariable = ({ kind, env, example }: AnyKey, said: string): Problem => ({
  file: "environment",
  at: null,
  key: env,
  found: shown(said, kind.secret),
  expected: kind.expected.replace(/, without quotes$| in quotes(, or better.*)?/, ""),
  example: kind.secret ? null : `${env}=${example.replaceAll('"', "'")}`,
})

/** The value as it would stand in a file; null when there is none. A secret stays one. */
export const writtenAs = ({ node, value }: Entry): string | null =>
  value === null ? null : toml(node.kind.write(value))

/** Whether the two say the same; secrets are looked into. */
export const sameValue = (a: Entry, b: Entry): boolean =>
  Redacted.isRedacted(a.value) && Redacted.isRedacted(b.value)
    ? Redacted.value(a.value) === Redacted.value(b.value)
    : writtenAs(a) === writtenAs(b)
