/** STOP: who halted a conversation, who may lift that, and that the channel is told. */
import type { Params } from "../effects.ts"
import { giveUp, type Change, type Floor, type Of } from "./floor.ts"

/** The first STOP stands, unless one who manages messages here repeats it. */
export const halt = (floor: Floor, event: Of<"HALT" | "PRESSED">): Change => {
  const { by, at } = event
  const manages = event.manages === true
  const told = event.type === "PRESSED" || event.via === undefined
  const stands = floor.halted !== null && (floor.halted.manages || !manages)
  return { ...giveUp(floor, "halted"), halted: stands ? floor.halted : { by, at, manages, told } }
}

export const owesHaltLine = ({ halted }: Floor): boolean => halted !== null && !halted.told

export const toldOfHalt = ({ halted }: Floor): Change => ({ halted: halted && { ...halted, told: true } })

/** Says who halted, and who may lift it. */
export const haltLine = ({ channel, halted }: Floor): Params<"Notice"> => {
  const { name } = halted!.by
  return {
    channel,
    about: null,
    text: `🛑 **${name}** halted this conversation: what was under way is given up, and no agent speaks. **${name}**, or who may manage messages here, may lift it with \`/resume\`.`,
  }
}
