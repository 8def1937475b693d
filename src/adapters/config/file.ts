/** The configuration file: found, read within bounds, decoded, its names followed. */
import { existsSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { Effect, Result } from "effect"
import { readBounded } from "../files/read.ts"
import { decode, inOrder, mostProblems } from "./decode.ts"
import { text } from "./env.ts"
import { wrongNames } from "./names.ts"
import type { Price, WrittenLimit } from "./answers.ts"
import type { Written as WrittenBudgets } from "./budgets.ts"
import type { Written as WrittenPartners } from "./partners.ts"
import type { Written as WrittenKits } from "./pool.ts"
import { wrongRules, type Written as WrittenPermissions } from "./permissions.ts"
import { positionsOf, type Positions } from "./positions.ts"
import { ConfigInvalid, type Problem } from "./problem.ts"
import { root } from "./sections.ts"
import { parseToml } from "./syntax.ts"
import type { Written as WrittenTemplates } from "./templates.ts"
import type { Written as WrittenTools } from "./tools.ts"
import { wrongTools } from "./tool-problems.ts"
import { fill } from "./tree.ts"
import type { Written as WrittenWorkflows } from "./workflows.ts"

export const standardFile = "orrery.toml"

/** Larger files are refused before they are read. In bytes. */
export const largestFile = 1024 * 1024

interface WrittenModels {
  readonly prices: ReadonlyArray<Price>
  readonly limits: ReadonlyArray<WrittenLimit>
}

export interface File {
  /** As the operator named it. */
  readonly name: string
  /** Relative paths in it count from here. */
  readonly directory: string
  /** What it says, found good, section by section; nothing filled in. */
  readonly sections: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly pool: { readonly kits: WrittenKits }
  readonly models: WrittenModels
  readonly budgets: WrittenBudgets
  readonly partners: WrittenPartners
  readonly templates: WrittenTemplates
  readonly tools: WrittenTools
  readonly workflows: WrittenWorkflows
  readonly permissions: WrittenPermissions
  readonly positions: Positions
}

/** `--config FILE`, `ORRERY_CONFIG`, or `orrery.toml` here; null when nobody named one and there is none here. */
export const find = (named: string | null) =>
  Effect.gen(function* () {
    const found = named ?? (yield* Effect.orDie(text("ORRERY_CONFIG")))
    return found ?? (existsSync(standardFile) ? standardFile : null)
  })

/** `ConfigInvalid` tells all that is wrong in the file at once. */
export const read = (name: string): Effect.Effect<File, ConfigInvalid> =>
  Effect.flatMap(textOf(name), (text) => Effect.fromResult(take(name, text))).pipe(
    Effect.mapError((problems) => new ConfigInvalid({ problems })),
  )

const textOf = (name: string): Effect.Effect<string, ReadonlyArray<Problem>> =>
  Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(readBounded(name, largestFile)),
    catch: (error): ReadonlyArray<Problem> => [
      { file: name, at: null, key: null, ...unreadable(name, error as NodeJS.ErrnoException) },
    ],
  })

const unreadable = (name: string, { code, message }: NodeJS.ErrnoException) =>
  code === "ENOENT"
    ? {
        found: "there is no such file",
        expected: "one that exists, or to have one written",
        example: `npm run orrery -- init --config ${name}`,
      }
    : {
        found:
          code === "ERR_ENCODING_INVALID_ENCODED_DATA"
            ? "it is no UTF-8 text"
            : code === undefined
              ? message
              : `it cannot be read (${code})`,
        expected: `a UTF-8 text file of at most ${largestFile / 1024 / 1024} MiB`,
        example: standardFile,
      }

/** Decodes the text of a file. Pure. */
export const take = (name: string, text: string): Result.Result<File, ReadonlyArray<Problem>> => {
  const parsed = parseToml(name, text)
  if (Result.isFailure(parsed)) return Result.fail([parsed.failure])
  const positions = positionsOf(text)
  const decoded = decode(name, parsed.success, positions)
  if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
  const directory = resolve(dirname(name))
  const { pool, models, budgets, partners, templates, tools, workflows, permissions } = fill(
    root.keys,
    decoded.success,
    directory,
  )
  const wrong = [
    ...wrongNames(name, { models, budgets, partners, templates, workflows }, positions),
    ...wrongTools(name, tools, positions),
    ...wrongRules(name, permissions, positions),
  ]
  if (wrong.length > 0) return Result.fail(inOrder(wrong).slice(0, mostProblems))
  const sections = decoded.success as File["sections"]
  return Result.succeed({
    name,
    directory,
    sections,
    pool,
    models,
    budgets,
    partners,
    templates,
    tools,
    workflows,
    permissions,
    positions,
  })
}
