/** Conversation, pool and agents, together and to a bound: nothing is lost, doubled or stuck, whatever goes wrong between them. */
import type { AnyStateMachine, EventObject } from "xstate"
import { makeStepper } from "../actors/step.ts"
import { idOf, kindOf, type Address, type Kind } from "../machines/address.ts"
import type { AgentContext } from "../machines/agent/agent.ts"
import type { Floor } from "../machines/conversation/floor.ts"
import type { Properties } from "../machines/properties/property.ts"
import type { Roll } from "../machines/pool/roll.ts"
import { makeTracer } from "../replay/trace.ts"
import type { Checked } from "./chart.ts"
import { makeRest } from "./rest.ts"
import { search, wayTo, type Bounds, type Node } from "./search.ts"
import { leavesOf, momentOf } from "./stepping.ts"
import type { Taken, Violation } from "./violation.ts"
import {
  actorIn,
  calmed,
  conversation,
  empty,
  keyOf,
  movesOf,
  pool,
  type Limits,
  type Steppers,
  type World,
} from "./world.ts"

type Machines = Readonly<Record<Kind, AnyStateMachine>>

const agentsIn = (world: World): ReadonlyArray<readonly [Address, AgentContext]> =>
  [...world.actors].flatMap(([of, { snapshot }]) =>
    kindOf(of) === "agent" ? [[of, snapshot.context as AgentContext] as const] : [],
  )

const floorIn = (world: World) => world.actors.get(conversation)?.snapshot.context as Floor | undefined
const rollIn = (world: World) => world.actors.get(pool)?.snapshot.context as Roll | undefined

/** What holds at any moment, of all together. */
const always: Readonly<Record<string, (world: World) => boolean>> = {
  "no turn is two agents'": (world) => {
    const held = agentsIn(world).flatMap(([, { turn }]) => turn?.id ?? [])
    return new Set(held).size === held.length
  },
  "no turn is said twice": ({ said }) => [...said.values()].every((times) => times === 1),
}

/** What holds when all has come to rest. */
const atRest: Readonly<Record<string, (world: World) => boolean>> = {
  "every message ends as answered or as unrouted": (world) => {
    const floor = floorIn(world)
    if (floor === undefined) return true
    const { inbox, waiting, underWay, open, tally } = floor
    const left = inbox.length + waiting.length + Object.keys(underWay).length + Object.keys(open).length
    return left === 0 && tally.messages === tally.answered + tally.unrouted && tally.messages === world.spoken
  },
  "allocated agents are returned": (world) => {
    const roll = rollIn(world)
    return (
      agentsIn(world).every(
        ([of, { turn, home }]) => turn === null && (roll?.slots.get(idOf(of))?.home ?? null) === home,
      ) && (roll?.slots.values() ?? []).every(({ state, turn }) => turn === null && state === "free")
    )
  },
  "no turn waits for an agent": (world) => (rollIn(world)?.queue.size ?? 0) === 0,
}

/** Steps to rest: more than this, and it never rests. */
const patience = 400

export const checkSystem = (
  machines: Machines,
  properties: Readonly<Partial<Record<Kind, Properties<unknown>>>>,
  limits: Limits,
  bounds: Bounds,
): Checked => {
  const steppers = Object.fromEntries(
    Object.entries(machines).map(([kind, machine]) => [kind, makeStepper(machine)]),
  ) as unknown as Steppers
  const key = keyOf(steppers)
  const violations: Array<Violation> = []
  const claims = new Set<string>()

  const takenOf = (before: World, to: Node<World>): Taken => {
    const { name, event, of } = to.by!
    const address = of as Address
    const now = actorIn(steppers, before, address)
    const edges = makeTracer(machines[kindOf(address)])
      .step(now.snapshot, { ...(event as EventObject), at: to.state.now } as EventObject)
      .map(({ edge }) => edge)
    return {
      name,
      of: address,
      event,
      edges,
      leads: leavesOf(actorIn(steppers, to.state, address).snapshot.value),
    }
  }
  const way = (node: Node<World>): ReadonlyArray<Taken> => {
    const steps = wayTo(node)
    return steps.slice(1).map((to, n) => takenOf(steps[n]!.state, to))
  }
  const violated = (type: Violation["type"], claim: string, detail: string, node: Node<World>) => {
    if (claims.has(claim)) return
    claims.add(claim)
    violations.push({ of: "system", type, claim, detail, way: way(node) })
  }

  const rest = makeRest<World>({ key, calmed: (world) => calmed(steppers, world), patience })
  const comesToRest = (node: Node<World>): void =>
    rest(node.state, (end, rests) => {
      const wrong = rests ? Object.entries(atRest).filter(([, holds]) => !holds(end)) : []
      for (const [claim] of wrong)
        violated("restless", claim, "it does not hold when all has come to rest after this", node)
      if (!rests) violated("restless", "all comes to rest", `not within ${patience} steps`, node)
      return rests && wrong.length === 0
    })

  const found = search<World>(
    {
      begin: [empty],
      key,
      moves: movesOf(steppers, limits),
      broke: (node, move, error) => {
        violated("broken", "every event that may come is taken", `${String(move.of)}: ${String(error)}`, node)
        return true
      },
      found: (node) => {
        const { state: world } = node
        for (const [claim, holds] of Object.entries(always))
          if (!holds(world)) violated("claim", claim, "it does not hold here", node)
        const last = world.last === null ? undefined : world.actors.get(world.last)
        if (last !== undefined) {
          const moment = momentOf(last, world.now)
          for (const [claim, holds] of Object.entries(properties[kindOf(world.last!)]?.always ?? {}))
            if (!holds(moment)) violated("claim", claim, `it does not hold of ${world.last}`, node)
        }
        comesToRest(node)
        return bounds.first !== true || violations.length === 0
      },
    },
    bounds,
  )
  const { nodes, steps, left, depth } = found
  return { explored: { of: "system", states: nodes.length, steps, left, depth, recorded: 0 }, violations }
}
