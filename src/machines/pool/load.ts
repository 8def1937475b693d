/** When agents are scarce, so that somebody should add some, and when there are many more than are used. */

/** How much of a pool is used when it is one or the other. */
export const [scarceAbove, plentyBelow] = [0.9, 0.3] as const

export interface Load {
  readonly agents: number
  /** Agents that are with a server. */
  readonly used: number
  /** Turns that wait for one. */
  readonly waiting: number
}

export type LoadClass = "scarce" | "usual" | "plenty"

export const shareOf = ({ agents, used }: Load): number => (agents === 0 ? 0 : used / agents)

/** `scarce`: nearly all are used, and somebody waits. A pool without agents is scarce as soon as somebody does. */
export const classOf = (load: Load): LoadClass => {
  if (load.waiting > 0 && (load.agents === 0 || shareOf(load) > scarceAbove)) return "scarce"
  return load.waiting === 0 && load.agents > 0 && shareOf(load) < plentyBelow ? "plenty" : "usual"
}
