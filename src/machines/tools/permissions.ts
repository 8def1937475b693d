/**
 * Whether an agent may call a tool: rules that allow, ask or deny.
 *
 * Of the rules that match a call the most specific one decides: by its pattern first, the tool before the argument; then
 * by whom it is for, an agent before a guild before a role. Of two that say as much, deny counts over ask over allow.
 * Where none matches, a person is asked.
 */
import { Schema } from "effect"
import { bySpecificity, covers, pattern, type Pattern } from "./pattern.ts"

export const Verdict = Schema.Literals(["allow", "ask", "deny"])
export type Verdict = typeof Verdict.Type

/** Where `agent`, `guild` or `role` is left out, the rule is for all. */
export const Rule = Schema.Struct({
  verdict: Verdict,
  /** See `pattern.ts`. */
  pattern: Schema.String,
  /** Name of a brain. */
  agent: Schema.optionalKey(Schema.String),
  /** Snowflake. */
  guild: Schema.optionalKey(Schema.String),
  /** Snowflake of a role that whoever is answered has. */
  role: Schema.optionalKey(Schema.String),
})
export type Rule = typeof Rule.Type

export interface Call {
  readonly tool: string
  /** Its argument in one text, see `argumentOf`. */
  readonly argument: string
  readonly agent: string
  readonly guild: string | null
  readonly roles: ReadonlyArray<string>
}

export interface Decision {
  readonly verdict: Verdict
  /** `null` where no rule matches. */
  readonly rule: Rule | null
}

export type Decide = (call: Call) => Decision

interface Compiled {
  readonly rule: Rule
  readonly pattern: Pattern
}

const severity: Readonly<Record<Verdict, number>> = { deny: 0, ask: 1, allow: 2 }

const scopes = ["agent", "guild", "role"] as const

const byRank = (one: Compiled, other: Compiled): number => {
  const pattern = bySpecificity(one.pattern, other.pattern)
  if (pattern !== 0) return pattern
  for (const scope of scopes) {
    const difference = Number(other.rule[scope] !== undefined) - Number(one.rule[scope] !== undefined)
    if (difference !== 0) return difference
  }
  return severity[one.rule.verdict] - severity[other.rule.verdict]
}

const isFor = ({ agent, guild, role }: Rule, call: Call): boolean =>
  (agent === undefined || agent === call.agent) &&
  (guild === undefined || guild === call.guild) &&
  (role === undefined || call.roles.includes(role))

/** Rules of one tool, looked up by how their argument begins: as many look-ups as there are lengths of beginnings. */
class Shelf {
  readonly #byBeginning = new Map<string, Array<Ranked>>()
  readonly #lengths = new Set<number>()

  add(ranked: Ranked): void {
    const star = ranked.pattern.argument.indexOf("*")
    const beginning = star === -1 ? ranked.pattern.argument : ranked.pattern.argument.slice(0, star)
    const same = this.#byBeginning.get(beginning)
    if (same !== undefined) same.push(ranked)
    else this.#byBeginning.set(beginning, [ranked])
    this.#lengths.add(beginning.length)
  }

  best(call: Call, than: Ranked | null): Ranked | null {
    let best = than
    for (const length of this.#lengths) {
      if (length > call.argument.length) continue
      for (const ranked of this.#byBeginning.get(call.argument.slice(0, length)) ?? []) {
        if (best !== null && best.rank < ranked.rank) break
        if (isFor(ranked.rule, call) && covers(ranked.pattern.argument, call.argument)) best = ranked
      }
    }
    return best
  }
}

interface Ranked extends Compiled {
  readonly rank: number
}

/** Reads the rules once; a decision looks at the few that may match. */
export const permissions = (rules: ReadonlyArray<Rule>): Decide => {
  const named = new Map<string, Shelf>()
  const wild: Array<{ readonly tool: string; readonly shelf: Shelf }> = []
  const shelfOf = (tool: string): Shelf => {
    const there = tool.includes("*") ? wild.find((shelf) => shelf.tool === tool)?.shelf : named.get(tool)
    if (there !== undefined) return there
    const shelf = new Shelf()
    if (tool.includes("*")) wild.push({ tool, shelf })
    else named.set(tool, shelf)
    return shelf
  }
  rules
    .map((rule) => ({ rule, pattern: pattern(rule.pattern) }))
    .toSorted(byRank)
    .forEach((compiled, rank) => shelfOf(compiled.pattern.tool).add({ ...compiled, rank }))

  return (call) => {
    let best = named.get(call.tool)?.best(call, null) ?? null
    for (const { tool, shelf } of wild) if (covers(tool, call.tool)) best = shelf.best(call, best)
    return best === null ? { verdict: "ask", rule: null } : { verdict: best.rule.verdict, rule: best.rule }
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key])]),
  )
}

/** The argument that patterns are held against: the text of a tool that takes a single one, else JSON with its keys in order. */
export const argumentOf = (input: unknown): string => {
  const values = isRecord(input) ? Object.values(input) : []
  if (values.length === 1 && typeof values[0] === "string") return values[0]
  return values.length === 0 ? "" : JSON.stringify(sorted(input))
}
