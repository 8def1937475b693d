/** What a channel knows: facts under labels, within bounds. */
import { expect, it } from "vitest"
import * as knowledge from "../../../src/machines/memory/knowledge.ts"
import { Play } from "../support/play.ts"
import { ada, bob } from "../support/words.ts"

const play = () => new Play<knowledge.KnowledgeContext>("knowledge", { id: "301" })
const learn = (label: string, text = "x", by = ada) => ({ type: "LEARN", label, text, by }) as const

it("keeps facts in the order in which they came; a label stands for one, in any case", () => {
  const it_ = play()
    .tell(learn("launch", "3 March"))
    .tell(learn("place", "Oslo", bob))
  it_.tell(learn("Launch", "4 March", bob))
  expect(it_.context.facts).toMatchObject([
    { label: "Launch", text: "4 March", by: bob },
    { label: "place", text: "Oslo" },
  ])
  expect(it_.tell({ type: "UNLEARN", label: "LAUNCH", by: ada }).context.facts).toHaveLength(1)
  expect(it_.tell({ type: "UNLEARN", label: "place", by: ada }).state).toBe("empty")
})

it("takes no more than fits, and then only changes", () => {
  const it_ = play()
  for (let n = 0; n < knowledge.factsAtMost; n++) it_.tell(learn(`fact ${n}`))
  expect(it_.state).toBe("full")
  it_.tell(learn("one more")).tell(learn("fact 0", "changed"))
  expect(it_.context.facts).toHaveLength(knowledge.factsAtMost)
  expect(it_.context.facts[0]?.text).toBe("changed")
  expect(it_.tell({ type: "UNLEARN", label: "fact 1", by: ada }).state).toBe("keeping")

  const long = play()
    .tell(learn("a", "x".repeat(15_000)))
    .tell(learn("b", "x".repeat(6000)))
  expect(long.context.facts.map(({ label }) => label)).toEqual(["a"])
  expect(long.tell(learn("a", "x".repeat(19_999))).state).toBe("full")
  expect(knowledge.sizeOf(long.context.facts)).toBe(knowledge.charactersAtMost)
})
