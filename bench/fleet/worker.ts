/** A worker thread of the bench: weeks of pool shards, one after the other. It keeps the pools until the next scenario begins. */
import { parentPort } from "node:worker_threads"
import type { Books } from "../../src/actors/books.ts"
import type { PolicyName } from "../../src/machines/pool/policies/policy.ts"
import { arrivals, type Asked } from "./arrivals.ts"
import { run, type Outcome } from "./run.ts"

export interface Week {
  readonly asked: Asked
  readonly history: number
  readonly agents: number
  readonly policies: ReadonlyArray<PolicyName>
}

export interface Weeks {
  readonly outcomes: ReadonlyArray<{ readonly policy: PolicyName; readonly outcome: Outcome }>
}

let kept: Array<Books> = []
let scenario = ""

parentPort?.on("message", ({ asked, history, agents, policies }: Week) => {
  if (asked.scenario.name !== scenario) kept = []
  scenario = asked.scenario.name
  const all = arrivals(asked)
  const outcomes = policies.map((policy) => {
    const { outcome, books } = run({ arrivals: all, history, agents, policy })
    if (policy === policies[0]) kept.push(books)
    return { policy, outcome }
  })
  parentPort!.postMessage({ outcomes } satisfies Weeks, [])
})
