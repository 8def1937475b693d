/**
 * Real processes under real faults: runners in network namespaces where the machine lets us, Redis with an append-only file
 * that is written before it answers, and the playground. Its last line is one line of JSON; it ends with 1 when something
 * was lost, doubled or broken, and then says where the evidence is.
 *
 *     npm run chaos -- --minutes 20 --runners 3 [--seed 1] [--other COMMIT] [--no-namespaces]
 */
import { spawn } from "node:child_process"
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { optionsOf } from "../support/options.ts"
import { createNetwork, removeNetwork, within, type Network } from "./network.ts"
import { Processes } from "./processes.ts"
import { extras, run } from "./run.ts"

const help = `npm run chaos -- --minutes M --runners N

Real processes under real faults; it ends with 1 when something was lost, doubled or broken.

  --minutes M        how long everything is broken; healing and looking through come after (default 5)
  --runners N        how many there are when nothing is done to them, at least 2 (default 3)
  --seed S           the same plan of faults and messages (default: a new one, which is printed)
  --other COMMIT     the second build of rolling upgrades (default: this code under another label)
  --no-namespaces    no network namespaces, and so no partitions
  --keep             keeps the evidence of a run that went well, too
`

const { values, fail } = optionsOf("chaos", help, {
  minutes: { type: "string", default: "5" },
  runners: { type: "string", default: "3" },
  seed: { type: "string", default: String(Date.now() % 1_000_000) },
  other: { type: "string" },
  "no-namespaces": { type: "boolean", default: false },
  keep: { type: "boolean", default: false },
})
const number = (name: "minutes" | "runners" | "seed", minimum: number, whole: boolean): number => {
  const found = Number(values[name])
  if (values[name].trim() === "" || !(found >= minimum) || (whole && !Number.isInteger(found)))
    fail(`--${name} is ${whole ? "a whole number" : "a number"} of at least ${minimum}`)
  return found
}
const minutes = number("minutes", 0.1, false)
const runners = number("runners", 2, true)
const seed = number("seed", 0, true)

/** Where the run inside the hub is told what the network is like. */
const networkSetting = "ORRERY_CHAOS_NETWORK"

const tryNetwork = (): Network | null => {
  if (values["no-namespaces"]) return null
  try {
    return createNetwork(runners + extras)
  } catch (error) {
    const reason = (error as Error).message.trim().split("\n").at(-1)
    console.error(`chaos: no network namespaces here, so no partitions: ${reason}`)
    return null
  }
}

/** Runs this program again in the hub, and takes the network away after it. */
const inHub = async (network: Network): Promise<void> => {
  const argv = [import.meta.filename, ...process.argv.slice(2), "--seed", String(seed)]
  const { command, args } = within(network.hub, process.execPath, argv)
  const child = spawn(command, args, {
    env: { ...process.env, [networkSetting]: JSON.stringify(network) },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  })
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal))
  process.once("exit", () => removeNetwork(network))
  process.exitCode = await new Promise<number>((resolve) => {
    child.once("error", () => resolve(1))
    child.once("exit", (code) => resolve(code ?? 1))
  })
}

const here = async (network: Network | null): Promise<void> => {
  const home = mkdtempSync(join(tmpdir(), "orrery-chaos-"))
  const processes = new Processes(home)
  let keep = values.keep
  process.once("exit", () => keep || rmSync(home, { recursive: true, force: true }))
  const stop = () => process.exit(130)
  for (const event of ["SIGINT", "SIGTERM", "disconnect"]) process.on(event, stop)
  const note = (line: string) =>
    appendFileSync(join(home, "events.log"), `${new Date().toISOString()} ${line}\n`)

  const again = `npm run chaos -- --minutes ${minutes} --runners ${runners} --seed ${seed}${values.other === undefined ? "" : ` --other ${values.other}`}`
  console.error(`chaos: ${again}`)
  const plan = { minutes, runners, seed, other: values.other ?? null, network, home }
  const { outcome, evidence } = await run(plan, processes, note).catch((error: unknown) => {
    keep = true
    console.error(`chaos: the run itself broke; what there is of it is in ${home}`)
    throw error
  })
  processes.killAll()
  if (evidence.length > 0) {
    keep = true
    writeFileSync(join(home, "evidence.txt"), evidence.join("\n"))
    for (const line of evidence.slice(0, 20)) console.error(`chaos: ${line}`)
    console.error(
      `chaos: ${evidence.length} findings, with logs and files in ${home}\nchaos: again: ${again}`,
    )
  } else if (keep) console.error(`chaos: logs and files are in ${home}`)
  console.log(JSON.stringify(outcome))
  process.exit(evidence.length > 0 ? 1 : 0)
}

const given = process.env[networkSetting]
if (given !== undefined) await here(JSON.parse(given) as Network)
else {
  const network = tryNetwork()
  await (network === null ? here(null) : inHub(network))
}
