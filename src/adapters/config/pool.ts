/** The fleet: how many agents the pool has, and which of them are unlike the others. */
import { Tier } from "../../machines/agent/brain.ts"
import { standard as bestPolicy } from "../../machines/pool/policies/index.ts"
import { PolicyName } from "../../machines/pool/policies/policy.ts"
import type { Kit } from "../../actors/placement.ts"
import { key, part, required, table, type Values } from "./tree.ts"
import { oneOf, toolNames, whole } from "./kinds.ts"

export const pool = table("The workers behind the agents.", {
  agents: key(whole(1, 10_000), {
    does: "Agents in the pool: as many can answer at once.",
    standard: 50,
    env: "ORRERY_AGENTS",
  }),
  policy: key(oneOf(...PolicyName.literals), {
    does: "How the pool decides how long an agent stays with a server that asks no more, and where one is to be before it is asked for: docs/pool.md.",
    standard: bestPolicy,
    env: "ORRERY_POLICY",
  }),
  standby: key(whole(0, 1000), {
    does: "Agents of each pool shard that are kept free, and in memory, for whoever comes next: when one is given away, the one that has been idle for longest leaves whom it was with. Far fewer than `agents`.",
    standard: 0,
    env: "ORRERY_STANDBY",
  }),
})

export const kit = table("Agents of the pool that are unlike the others, which have all tools.", {
  agents: required(whole(1, 10_000), { does: "How many of `agents` they are.", example: "10" }),
  tier: part(oneOf(...Tier.literals), {
    does: "How good they are: of two that are alike otherwise, the better one is chosen.",
    standard: "standard",
  }),
  tools: part(toolNames, {
    does: "The tools that they have: an agent whose front matter names others does not get one of these.",
    standard: null,
    without: "all tools",
    example: '["search"]',
  }),
})

export type Written = ReadonlyArray<Values<(typeof kit)["keys"]>>

export const kitsOf = (written: Written): ReadonlyArray<Kit> =>
  written.map(({ agents, tier, tools }) => ({ agents, profile: { tier, ...(tools && { tools }) } }))
