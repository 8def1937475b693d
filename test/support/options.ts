/** The options of a program of this project: `--help` is answered and ends it, one that it does not know is named and ends it with 2. */
import { parseArgs, type ParseArgsConfig } from "node:util"

export const optionsOf = <const Options extends NonNullable<ParseArgsConfig["options"]>>(
  program: string,
  help: string,
  options: Options,
) => {
  const fail = (message: string): never => {
    console.error(`${program}: ${message}\n\n${help}`)
    process.exit(2)
  }
  const args = process.argv.slice(2)
  if (args.includes("--help") || args.includes("-h")) {
    console.log(help)
    process.exit(0)
  }
  try {
    return { values: parseArgs({ args, options }).values, fail }
  } catch (error) {
    return fail((error as Error).message)
  }
}
