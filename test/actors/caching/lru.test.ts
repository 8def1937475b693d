import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { Lru } from "../../../src/actors/caching/lru.ts"

interface Value {
  readonly bytes: number
  readonly heldUntil: number
  readonly labels: ReadonlyArray<string>
}
const value = (bytes: number, heldUntil = 100): Value => ({ bytes, heldUntil, labels: [] })
const room = { each: 100, all: 250 }

describe("memory", () => {
  it("lets go who was asked for longest ago, each owner in its own room", () => {
    const lru = new Lru<Value>()
    for (const id of ["a", "b"]) lru.put("one", id, value(40), room)
    lru.get("one", "a", 0)
    lru.put("one", "c", value(40), room)
    lru.put("two", "b", value(40), room)
    expect(["a", "b", "c"].map((id) => lru.get("one", id, 0) !== null)).toEqual([true, false, true])
    expect(lru.get("two", "b", 0)).not.toBeNull()
  })

  it("lets go who was asked for longest ago of all owners where all together have no room", () => {
    const lru = new Lru<Value>()
    for (let n = 0; n < 7; n++) lru.put(`owner ${n}`, "a", value(40), room)
    expect(lru.bytes).toBe(240)
    expect(lru.get("owner 0", "a", 0)).toBeNull()
    expect(lru.get("owner 6", "a", 0)).not.toBeNull()
  })

  it("gives nothing whose time is over, and takes nothing that would drive out all else", () => {
    const lru = new Lru<Value>()
    lru.put("one", "a", value(40, 10), room)
    lru.put("one", "b", value(60), room)
    expect([lru.get("one", "a", 9), lru.get("one", "a", 10), lru.get("one", "b", 0)]).toEqual([
      value(40, 10),
      null,
      null,
    ])
    expect([lru.bytes, lru.entries]).toEqual([0, 0])
  })

  it("never holds more than there is room for, and knows what it holds, whatever is done", () => {
    const owner = fc.constantFrom("one", "two", "three")
    const id = fc.constantFrom("a", "b", "c", "d")
    const act = fc.oneof(
      fc.record({ put: fc.tuple(owner, id, fc.nat(70), fc.nat(20)) }),
      fc.record({ get: fc.tuple(owner, id, fc.nat(20)) }),
      fc.record({ sweep: fc.nat(70) }),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const lru = new Lru<Value>()
        for (const one of acts) {
          if ("put" in one) lru.put(one.put[0], one.put[1], value(one.put[2], one.put[3]), room)
          else if ("get" in one) {
            const found = lru.get(...one.get)
            if (found !== null) expect(found.heldUntil).toBeGreaterThan(one.get[2])
          } else lru.sweep(({ bytes }) => bytes > one.sweep)
          const all = [...lru.values()]
          expect(lru.bytes).toBe(all.reduce((sum, { bytes }) => sum + bytes, 0))
          expect(lru.entries).toBe(all.length)
          expect(lru.bytes).toBeLessThanOrEqual(room.all)
        }
      }),
      { numRuns: 300 },
    )
  })
})
