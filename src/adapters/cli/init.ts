/** `orrery init`: a configuration to start from. */
import { writeFile } from "node:fs/promises"
import { Console, Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { standardFile } from "../config/file.ts"
import { starter } from "../config/starter.ts"
import { InputError } from "./input-error.ts"

const next = (file: string): string => {
  const named = file === standardFile ? "" : ` --config ${file}`
  return [
    `${file} is written. Everything in it is a comment until you take the # away. Then:`,
    "",
    `  npm run orrery -- config check${named}`,
    `  npm start${named === "" ? "" : ` --${named}`}`,
    "",
    "What each line does is explained in it, and in docs/configuration.md.",
  ].join("\n")
}

const whyNot = (file: string, { code, message }: NodeJS.ErrnoException): string =>
  code === "EEXIST"
    ? `${file} is there already, and is left as it is. --force writes over it, --config FILE writes another.`
    : code === "ENOENT"
      ? `${file} cannot be written: its directory is not there`
      : `${file} cannot be written: ${code ?? message}`

export const initCommand = Command.make(
  "init",
  {
    config: Flag.String("config").pipe(
      Flag.withDescription("The file to write (default: orrery.toml)"),
      Flag.optional,
    ),
    force: Flag.Boolean("force").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Write over a file that is there"),
    ),
  },
  Effect.fnUntraced(function* ({ config, force }) {
    const file = Option.getOrElse(config, () => standardFile)
    yield* Effect.tryPromise({
      // Whoever writes a secret into it later should be the only one to read it.
      try: () => writeFile(file, starter(), { flag: force ? "w" : "wx", mode: 0o600 }),
      catch: (error) => new InputError({ message: whyNot(file, error as NodeJS.ErrnoException) }),
    })
    yield* Console.log(next(file))
  }),
).pipe(Command.withDescription("Writes a commented configuration to start from"))
