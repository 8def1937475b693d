/** A Durable Object: workerd, with its objects on the local disk. */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises"
import { stripTypeScriptTypes } from "node:module"
import { join } from "node:path"
import { Effect } from "effect"
import { temporaryDirectory } from "../../../test/support/directory.ts"
import { freePort } from "../../../test/support/redis.ts"
import { installed, launch } from "../processes.ts"

/** workerd reads JavaScript, and files beside its configuration. */
const lay = async (directory: string): Promise<void> => {
  const here = (file: string) => join(import.meta.dirname, file)
  await mkdir(join(directory, "objects"))
  await copyFile(here("worker.js"), join(directory, "worker.js"))
  await copyFile(here("config.capnp"), join(directory, "config.capnp"))
  const work = await readFile(here("../work.ts"), "utf8")
  await writeFile(join(directory, "work.js"), stripTypeScriptTypes(work))
}

export const start = Effect.gen(function* () {
  const directory = yield* temporaryDirectory("orrery-workerd-")
  yield* Effect.promise(() => lay(directory))
  const port = yield* Effect.promise(freePort)
  const { default: binary } = installed("workerd") as { readonly default: string }
  const options = [
    "--experimental",
    `--socket-addr=http=127.0.0.1:${port}`,
    `--directory-path=disk=${join(directory, "objects")}`,
    "--control-fd=1",
  ]
  yield* launch(binary, ["serve", ...options, join(directory, "config.capnp")], /"listen"/)
  return `http://127.0.0.1:${port}`
})
