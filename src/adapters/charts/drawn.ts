/** A machine's picture: the one in `statecharts/` where it is that of this machine, else a new one, which takes some seconds. */
import { readFile } from "node:fs/promises"
import type { AnyStateMachine } from "xstate"
import { machineDefinition, type MachineDefinition } from "./definition.ts"

const folder = new URL("../../../statecharts/", import.meta.url)

export const drawnDefinition = async (definition: MachineDefinition): Promise<string> => {
  const [{ bestPicture }, { svg }] = await Promise.all([import("./best.ts"), import("./svg.ts")])
  return svg(await bestPicture(definition))
}

export const drawn = async (machine: AnyStateMachine): Promise<string> => {
  const definition = machineDefinition(machine)
  try {
    const known = await readFile(new URL(`${machine.id}.json`, folder), "utf8")
    if (known === `${JSON.stringify(definition, null, 2)}\n`)
      return await readFile(new URL(`${machine.id}.svg`, folder), "utf8")
  } catch {
    // It was never drawn.
  }
  return drawnDefinition(definition)
}
