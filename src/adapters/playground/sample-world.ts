/** The world that a new playground starts with. Its ids are always the same. */
import { ensureGuild } from "./world/guilds.ts"
import { makeUser } from "./world/users.ts"
import type { World } from "./world/world.ts"

/** The bot; its application has the same id. */
export const ORRERY = makeUser({ id: "1100000000000000001", username: "orrery", name: "Orrery", bot: true })

export const ADA = { id: "1100000000000000011", username: "ada", name: "Ada" } as const
export const BEN = { id: "1100000000000000012", username: "ben", name: "Ben" } as const
export const CLEO = { id: "1100000000000000013", username: "cleo", name: "Cleo" } as const
export const PEOPLE = [ADA, BEN, CLEO] as const

export const GUILD = { id: "1100000000000000100", name: "Orrery Playground" } as const
export const GENERAL = { id: "1100000000000000101", name: "general", topic: "Talk to the agents" } as const
export const STRATEGY = { id: "1100000000000000102", name: "strategy", topic: "Plans and decisions" } as const
export const LAUNCH = { id: "1100000000000000103", name: "launch", topic: "What ships, and when" } as const

/** Makes what is missing of the sample world. */
export function ensureSampleWorld(world: World): void {
  ensureGuild(world, { ...GUILD, channels: [GENERAL, STRATEGY, LAUNCH], members: PEOPLE })
}
