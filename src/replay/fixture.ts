/** A Vitest test from a recording: it replays, and says what it said. */
import type { Bundle } from "./bundle.ts"
import { outcomesOf } from "./outcomes.ts"
import { sizeInWords } from "./size.ts"

/** The text of the test; `log` is the log's name next to it. */
export const fixtureOf = (bundle: Bundle, title: string, log: string): string => {
  const { messages, tokens, states } = outcomesOf(bundle)
  const literal = (value: unknown) => JSON.stringify(value, null, 2).replaceAll("\n", "\n    ")
  return `/** Written by \`orrery fixture\` from a recording of ${sizeInWords(bundle)}. */
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { replay } from "orrery/testing"

const log = fileURLToPath(new URL(${JSON.stringify(`./${log}`)}, import.meta.url))

test(${JSON.stringify(`${title}: goes as it went`)}, async () => {
  await expect(log).toReplay()
})

test(${JSON.stringify(`${title}: comes to what it came to`)}, async () => {
  const { messages, tokens, states } = await replay(log)
  expect(messages).toEqual(
    ${literal(messages)},
  )
  expect(tokens).toEqual(${JSON.stringify(tokens)})
  expect(states).toEqual(
    ${literal(states)},
  )
})
`
}
