/** `npm run bench -- NAME`: runs one scenario; its last line is one line of JSON. */
import { readdirSync } from "node:fs"
import { basename } from "node:path"

const scenarios = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== "main.ts")
  .map((file) => basename(file, ".ts"))

const name = process.argv[2]
if (name === undefined || !scenarios.includes(name)) {
  console.error(`Which one? npm run bench -- NAME, with NAME one of: ${scenarios.join(", ")}`)
  process.exitCode = 2
} else {
  await import(`./${name}.ts`)
}
