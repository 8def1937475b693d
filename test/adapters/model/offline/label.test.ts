import { array, assert, constantFrom, property } from "fast-check"
import { expect, it } from "vitest"
import { labelled, unlabelled } from "../../../../src/adapters/model/offline/label.ts"

it("marks a text in a line of its own, and takes the mark out again", () => {
  expect(labelled("Hello")).toBe("Hello\n-# offline model")
  expect(unlabelled(labelled("Hello"))).toBe("Hello")
  expect(labelled("")).toBe("-# offline model")
})

it("leaves no mark in a text, however it was put there", () => {
  const piece = constantFrom("-# off", "-# offline model", "line model", "\n", "x")
  assert(
    property(array(piece), (pieces) => {
      expect(unlabelled(pieces.join(""))).not.toContain("-# offline model")
    }),
    { numRuns: 1000 },
  )
})
