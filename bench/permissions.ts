/**
 * What a decision costs at 1,000 rules: 40 tools by name and families of tools by `*`, rules of all verdicts, a third of them
 * for one agent, guild or role; calls of which some match one rule, some many, some none. Beside it the same rules looked at
 * one after the other. Aim: 5 µs.
 */
import { bySpecificity, covers, pattern } from "../src/machines/tools/pattern.ts"
import { permissions, type Call, type Rule, type Verdict } from "../src/machines/tools/permissions.ts"

const rules = 1000
const calls = 2000
const verdicts: ReadonlyArray<Verdict> = ["allow", "ask", "deny"]

const list = Array.from({ length: rules }, (_, n): Rule => {
  const tool = n % 25 === 0 ? `family${n % 8}.*` : `family${n % 8}.tool${n % 40}`
  const argument = n % 3 === 0 ? `run task-${n} *` : n % 3 === 1 ? `read src/folder-${n % 90}/*` : `show ${n}`
  const scope = [{}, {}, {}, {}, { agent: "expert" }, { guild: "7" }, { role: "3" }][n % 7]!
  return { verdict: verdicts[n % 3]!, pattern: `${tool}:${argument}`, ...scope }
})
const asked = Array.from({ length: calls }, (_, n): Call => {
  const k = (n * 7919) % rules
  const argument =
    n % 4 === 0
      ? `run task-${k} now`
      : n % 4 === 1
        ? `read src/folder-${k % 90}/file.ts`
        : n % 4 === 2
          ? `show ${k}`
          : `else ${k}`
  return {
    tool: `family${k % 8}.tool${k % 40}`,
    argument,
    agent: n % 2 ? "expert" : "writer",
    guild: "7",
    roles: ["3"],
  }
})

const ranked = list
  .map((rule) => ({ rule, pattern: pattern(rule.pattern) }))
  .toSorted((one, other) => bySpecificity(one.pattern, other.pattern))
const oneByOne = (call: Call) =>
  ranked.find(
    ({ rule, pattern }) =>
      covers(pattern.tool, call.tool) &&
      covers(pattern.argument, call.argument) &&
      (rule.agent ?? call.agent) === call.agent,
  )

const microseconds = (decide: (call: Call) => unknown): number => {
  const rounds = Array.from({ length: 15 }, () => {
    const from = performance.now()
    for (const call of asked) decide(call)
    return ((performance.now() - from) * 1000) / calls
  })
  return rounds.toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)]!
}

const decide = permissions(list)
const matched = asked.filter((call) => decide(call).rule !== null).length
const [indexed, linear] = [microseconds(decide), microseconds(oneByOne)]
console.log(`${rules} rules, ${calls} calls, ${matched} of them matched by a rule; medians of 15 rounds`)
console.log(
  JSON.stringify({
    bench: "permissions",
    rules,
    us_per_decision: Number(indexed.toFixed(2)),
    linear_us_per_decision: Number(linear.toFixed(2)),
  }),
)
