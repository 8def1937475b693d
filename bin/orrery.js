#!/usr/bin/env node
// Starts Orrery on the Node it was made for (the `node` package), whatever Node the shell has.
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const own = here("node_modules/node/bin/node")
const node = existsSync(own) ? own : process.execPath

// What is compiled is kept for the next start, which takes two thirds of the time. Where it cannot be written, nothing is kept.
const env = { NODE_COMPILE_CACHE: here("node_modules/.cache/compile"), ...process.env }

const child = spawn(node, [here("src/main.ts"), ...process.argv.slice(2)], { stdio: "inherit", env })
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128)
})
