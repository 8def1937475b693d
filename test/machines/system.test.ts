/** Conversations, a pool and its agents in any order of events: nothing is lost, doubled or stuck. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Effect as WantedEffect } from "../../src/machines/effects.ts"
import { Event } from "../../src/machines/events.ts"
import { mostOfAll, patience, turnBudget } from "../../src/machines/conversation/floor.ts"
import { bounds, inForce } from "../../src/machines/conversation/settings.ts"
import { Schema } from "effect"
import { System, type Choose } from "./support/system.ts"

/** Choices from a seed: a linear congruential generator, so that a failure can be seen again. */
const from = (seed: number): Choose => {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const isEvent = Schema.is(Event)
const isEffect = Schema.is(WantedEffect)

const awaited = (system: System) =>
  system.floors().map(([, { open, inbox }]) => ({
    open: Object.values(open).reduce((sum, { people }) => sum + people, 0),
    inbox: inbox.filter(({ via }) => via === null).length,
  }))

/** What holds at any moment. */
const check = (system: System): void => {
  for (const [n, [, floor]] of system.floors().entries()) {
    const { tally, budget, recent, inbox, waiting, underWay, catchUp, settings } = floor
    expect(catchUp?.undecided ?? []).toEqual(
      inbox.filter(({ id }) => catchUp?.undecided.includes(id)).map(({ id }) => id),
    )
    const { open, inbox: heard } = awaited(system)[n]!
    expect(tally.messages).toBe(tally.answered + tally.unrouted + open + heard)
    expect(budget).toBeGreaterThanOrEqual(0)
    expect(budget).toBeLessThanOrEqual(turnBudget)
    expect(recent.length).toBeLessThanOrEqual(inForce(settings).kept)
    expect(inbox.length).toBeLessThanOrEqual(patience + turnBudget)
    expect(waiting.length).toBeLessThanOrEqual((patience + turnBudget) * mostOfAll)
    expect(Object.keys(underWay).length).toBeLessThanOrEqual(bounds.atOnce[1])
  }
  const held = system.agents().flatMap(([, { turn }]) => (turn === null ? [] : [turn.id]))
  expect(new Set(held).size).toBe(held.length)
  const booked = system.roll.slots.values().flatMap(({ turn }) => (turn === null ? [] : [turn.id]))
  const queued = system.roll.queue.rows().map(({ key }) => key)
  expect(new Set([...booked, ...queued]).size).toBe(booked.length + queued.length)
  for (const { state, turn } of system.roll.slots.values()) expect(turn !== null).toBe(state === "busy")
  expect(system.mixedUp).toEqual([])
  for (const [turn, times] of system.said) expect([turn, times]).toEqual([turn, 1])
}

/** What holds when all has come to rest. */
const checkAtRest = (system: System): void => {
  for (const [, floor] of system.floors()) {
    expect(floor).toMatchObject({ inbox: [], waiting: [], underWay: {}, open: {}, catchUp: null })
    expect(floor.tally.messages).toBe(floor.tally.answered + floor.tally.unrouted)
  }
  expect(system.floors().reduce((sum, [, { tally }]) => sum + tally.messages, 0)).toBe(system.heard)
  expect(system.roll.queue.size).toBe(0)
  for (const [id, { turn, home }, state] of system.agents()) {
    const slot = system.roll.slots.get(id)
    expect([id, turn]).toEqual([id, null])
    expect([id, slot?.state ?? "free", slot?.home ?? null]).toEqual([
      id,
      state === "idle" ? "idle" : "free",
      home,
    ])
  }
}

describe("conversations, a pool and its agents", () => {
  it.each([1, 2, 5])("with %i agents count every message, keep every turn, and come to rest", (agents) => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.integer({ min: 10, max: 250 }), (seed, steps) => {
        const system = new System(from(seed), agents)
        for (let n = 0; n < steps; n++) {
          system.step()
          check(system)
        }
        system.calm()
        check(system)
        checkAtRest(system)
      }),
      { numRuns: 40 },
    )
  })

  it("want and tell nothing that could not be read again", () => {
    const system = new System(from(7), 3)
    const strange: Array<unknown> = []
    for (let n = 0; n < 1500; n++) {
      system.step()
      for (const play of system.actors.values()) {
        for (const effect of play.wants) {
          const back = JSON.parse(JSON.stringify(effect)) as { event?: unknown }
          if (!isEffect(back) || (effect.type === "Tell" && !isEvent(back.event))) strange.push(back)
        }
      }
    }
    expect(strange).toEqual([])
  })
})
