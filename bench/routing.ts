/**
 * Who is called by what people write: `bench/routing/messages.jsonl` holds messages for the sample team, labelled by hand
 * with whom a sensible person would want to answer, and by which route. A third of them, chosen by a hash of the text, is held
 * back: nothing was tuned on it, and its mistakes are shown only with `--all`.
 *
 * Names and trigger words are looked up; of what is left for the manager, a rule that is more than 95 % sure spares its model
 * where the operator says so (`[manager] ask = "unsure"`): `early_end` is the share, `early_end_wrong` of `early_end_held_back`
 * what that gets wrong.
 *
 * A decision is right when both its route and its responders are. A false call is an agent that answers what is labelled as a
 * trap: a name or a trigger word inside another word, in code, in a quote, in a link.
 */
import { hash } from "node:crypto"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Effect, Schema } from "effect"
import * as Brains from "../src/adapters/brains/brains.ts"
import { asQuestion, decide } from "../src/adapters/model/offline/decide.ts"
import { byRule } from "../src/adapters/model/offline/route.ts"
import { confidenceIn, sure } from "../src/adapters/model/offline/settled.ts"
import { Route } from "../src/machines/values.ts"

const Labelled = Schema.Struct({
  text: Schema.String,
  route: Route,
  responders: Schema.Array(Schema.String),
  /** What looks like a call and is none. */
  trap: Schema.optionalKey(Schema.Boolean),
})
type Labelled = typeof Labelled.Type

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Labelled))
const messages = readFileSync(pathOf("routing/messages.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => decode(line))
const { team } = await Effect.runPromise(Brains.load(pathOf("../brains")))

const isHeldBack = ({ text }: Labelled) => hash("sha256", text, "buffer")[0]! % 3 === 0
const same = (a: ReadonlyArray<string>, b: ReadonlyArray<string>) =>
  a.toSorted().join() === b.toSorted().join()

const decided = messages.map((label) => {
  const decision = decide(label.text, team)
  const right = decision.route === label.route && same(decision.responders, label.responders)
  return { label, decision, right, heldBack: isHeldBack(label) }
})
type Decided = (typeof decided)[number]

const share = (of: ReadonlyArray<Decided>) => of.filter(({ right }) => right).length / of.length
const shown = (of: ReadonlyArray<Decided>) =>
  `${share(of).toFixed(3)}  (${of.filter(({ right }) => right).length} of ${of.length})`

console.log("accuracy       all                      tuned on                 held back")
const row = (name: string, of: ReadonlyArray<Decided>) => {
  const parts = [of, of.filter((it) => !it.heldBack), of.filter((it) => it.heldBack)]
  console.log([name.padEnd(14), ...parts.map((part) => shown(part).padEnd(24))].join(" ").trimEnd())
}
for (const route of Route.literals) {
  row(
    route,
    decided.filter(({ label }) => label.route === route),
  )
}
row(
  "traps",
  decided.filter(({ label }) => label.trap === true),
)
row("overall", decided)

console.log("\nconfusion: how often whom (down) was wanted and who (across) was called")
const everybody = [...team.agents.map(({ id }) => id), "nobody"]
const orNobody = (ids: ReadonlyArray<string>) => (ids.length === 0 ? ["nobody"] : ids)
const wide = 12
console.log([" ".repeat(wide), ...everybody.map((id) => id.padStart(wide))].join(""))
for (const wanted of everybody) {
  const counts = everybody.map((called) => {
    const those = decided.filter(({ label, decision }) => {
      const [want, got] = [orNobody(label.responders), orNobody(decision.responders)]
      // An agent that was rightly called stands on the diagonal alone; the others of its message are no confusion.
      return (
        want.includes(wanted) &&
        (wanted === called ? got.includes(called) : !got.includes(wanted) && got.includes(called))
      )
    })
    return String(those.length).padStart(wide)
  })
  console.log([wanted.padEnd(wide), ...counts].join(""))
}

const wrong = decided.filter(({ right, heldBack }) => !right && (!heldBack || process.argv.includes("--all")))
console.log(`\n${wrong.length} mistakes${process.argv.includes("--all") ? "" : " where it was tuned"}`)
for (const { label, decision } of wrong) {
  const told = (route: string, ids: ReadonlyArray<string>) => `${route} ${ids.join(", ")}`.trim()
  console.log(
    `  ${JSON.stringify(label.text)}: ${told(decision.route, decision.responders)}, not ${told(label.route, label.responders)} (${decision.reason})`,
  )
}

/** Messages that no lookup decides, by the rule that does: how often it is right, and whether a model is asked all the same. */
const ruled = decided
  .filter(({ decision }) => decision.route === "manager" || decision.route === "none")
  .map((it) => ({ ...it, rule: byRule(asQuestion(it.label.text, team)).rule }))
console.log("\nmessages for the manager, by the rule that decides them without a model")
for (const [rule, all] of Map.groupBy(ruled, (it) => it.rule)) {
  row(rule, all)
  const confidence = confidenceIn(rule)
  console.log(
    `  ${(confidence * 100).toFixed(1)} % sure: the model is ${confidence < sure ? "" : "not "}asked`,
  )
}
const early = ruled.filter(({ rule }) => confidenceIn(rule) >= sure)

const rounds = 20
const since = performance.now()
for (let round = 0; round < rounds; round++) for (const { text } of messages) decide(text, team)
const us = ((performance.now() - since) * 1000) / (rounds * messages.length)

const falseCalls = decided.filter(
  ({ label, decision }) => label.trap === true && decision.responders.length > 0,
).length
console.log(
  JSON.stringify({
    bench: "routing",
    messages: messages.length,
    accuracy: Number(share(decided).toFixed(4)),
    false_calls: falseCalls,
    by_lookup: Number(((messages.length - ruled.length) / messages.length).toFixed(4)),
    early_end: Number((early.length / ruled.length).toFixed(4)),
    early_end_wrong: early.filter(({ right, heldBack }) => heldBack && !right).length,
    early_end_held_back: early.filter(({ heldBack }) => heldBack).length,
    us_per_decision: Number(us.toFixed(1)),
  }),
)
