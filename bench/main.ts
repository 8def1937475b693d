/** `npm run bench -- NAME`: runs one scenario; its last line is one line of JSON. */
import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"

const scenarios = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== "main.ts")
  .map((file) => basename(file, ".ts"))

/** What a scenario says of itself, above everything else. */
const saidOf = (name: string): string => {
  const text = readFileSync(join(import.meta.dirname, `${name}.ts`), "utf8")
  const [, comment = ""] = /^\/\*\*(.*?)\*\//s.exec(text) ?? []
  return comment.replaceAll(/^ *\* ?/gm, "").trim()
}

const isHelp = (word: string | undefined) => word === "--help" || word === "-h"

const help = () => `npm run bench -- NAME

Measures one thing; the last line is one line of JSON. What a scenario does in full, and with which options: npm run bench -- NAME --help

${scenarios
  .map(
    (name) =>
      `  ${name.padEnd(14)} ${
        saidOf(name)
          .replaceAll(/\s+/g, " ")
          .split(/[:;.](?: |$)/)[0]
      }`,
  )
  .join("\n")}
`

const [name, ...rest] = process.argv.slice(2)
if (isHelp(name)) console.log(help())
else if (name === undefined || !scenarios.includes(name)) {
  console.error(
    `bench: ${name === undefined ? "which one?" : `there is no ${name}.`} One of: ${scenarios.join(", ")}\nWhat they are: npm run bench -- --help`,
  )
  process.exitCode = 2
} else if (rest.some(isHelp)) console.log(saidOf(name))
else await import(`./${name}.ts`)
