/** Configurations in files of their own, read under an environment of their own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ConfigProvider, Effect, Result } from "effect"
import { onTestFinished } from "vitest"
import { take, type File } from "../../../src/adapters/config/file.ts"
import { load, type Flags, type Loaded } from "../../../src/adapters/config/load.ts"
import type { ConfigInvalid } from "../../../src/adapters/config/problem.ts"

/** A directory that goes with the test. */
export const directory = (): string => {
  const path = mkdtempSync(join(tmpdir(), "config-"))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A file that goes with the test. */
export const written = (content: string | Uint8Array): string => {
  const path = join(directory(), "orrery.toml")
  writeFileSync(path, content)
  return path
}

type Environment = Readonly<Record<string, string>>

export const none: Flags = { file: null, store: null, brains: null }

export const tryLoad = (
  flags: Partial<Flags>,
  environment: Environment = {},
): Promise<Result.Result<Loaded, ConfigInvalid>> =>
  load({ ...none, ...flags }).pipe(
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnvRecord(environment)),
    Effect.result,
    Effect.runPromise,
  )

export const loaded = async (flags: Partial<Flags>, environment: Environment = {}): Promise<Loaded> => {
  const result = await tryLoad(flags, environment)
  if (Result.isFailure(result)) throw result.failure
  return result.success
}

/** What is said about it, without the directory of the file. */
export const refused = async (flags: Partial<Flags>, environment: Environment = {}): Promise<string> => {
  const result = await tryLoad(flags, environment)
  if (Result.isSuccess(result)) throw new Error("it is taken")
  return result.failure.message.replaceAll(/\S*\/(?=orrery\.toml)/g, "")
}

export const good = (text: string): File => {
  const result = take("orrery.toml", text)
  if (Result.isFailure(result)) throw new Error(JSON.stringify(result.failure))
  return result.success
}
