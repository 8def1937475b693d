/**
 * A long list of permissions as few patterns. Nothing is applied here: the result says what each pattern stands for and
 * what it would allow that was not allowed before.
 *
 * Three steps, from harmless to bold: what is said twice; what a wider rule of the same verdict says already; and at least
 * three allowed calls that begin alike, as one pattern. The third alone allows more than before, and it never touches what
 * a rule asks for or denies, nor calls that destroy or send something.
 */
import { bySpecificity, contains, meet, pattern, written, type Pattern } from "./pattern.ts"
import type { Rule } from "./permissions.ts"

export interface Replacement {
  readonly by: Rule
  readonly why: "said twice" | "covered" | "widened"
  readonly replaced: ReadonlyArray<Rule>
}

export interface Consolidated {
  readonly rules: ReadonlyArray<Rule>
  readonly replacements: ReadonlyArray<Replacement>
  /** Patterns that allow more than the rules that they replace: together, everything that becomes newly allowed. */
  readonly newlyAllowed: ReadonlyArray<Rule>
  /** Calls that begin alike and still stay as they are, and what speaks against one pattern. */
  readonly left: ReadonlyArray<{ readonly pattern: string; readonly rules: number; readonly why: string }>
}

interface Entry {
  readonly rule: Rule
  readonly pattern: Pattern
}

const entry = (rule: Rule): Entry => ({ rule, pattern: pattern(rule.pattern) })

const scopeOf = ({ agent, guild, role }: Rule): string => JSON.stringify([agent, guild, role])
const isLike = (one: Rule, other: Rule): boolean =>
  one.verdict === other.verdict && scopeOf(one) === scopeOf(other)

/** Alike enough to begin a pattern: fewer are a coincidence. */
const enough = 3

/** Words of calls that nobody should come to be allowed by likeness. */
const grave =
  /(^|[^a-z])(rm|rmdir|sudo|su|dd|mkfs|kill|pkill|killall|chmod|chown|drop|flush\w*|truncate|delete|remove|destroy|reset|push|publish|deploy|send|upload|force|exec|eval|shutdown|reboot)([^a-z]|$)/i

const saidOnce = (entries: ReadonlyArray<Entry>): [ReadonlyArray<Entry>, ReadonlyArray<Replacement>] => {
  const groups = Map.groupBy(entries, ({ rule, pattern }) =>
    JSON.stringify([rule.verdict, scopeOf(rule), written(pattern)]),
  )
  const kept = [...groups.values()].map(([first]) => first!)
  const replacements = [...groups.values()]
    .filter(({ length }) => length > 1)
    .map(([first, ...more]) => ({
      by: first!.rule,
      why: "said twice" as const,
      replaced: more.map(({ rule }) => rule),
    }))
  return [kept, replacements]
}

/** Whether a rule of another verdict decides over `wide` about calls of `narrow`: without `narrow` it would be heard. */
const isBetween = (wide: Entry, narrow: Entry, entries: ReadonlyArray<Entry>): boolean =>
  entries.some(
    (other) =>
      other.rule.verdict !== wide.rule.verdict &&
      (bySpecificity(other.pattern, wide.pattern) <= 0 || scopeOf(other.rule) !== scopeOf(wide.rule)) &&
      meet(other.pattern, narrow.pattern),
  )

const uncovered = (entries: ReadonlyArray<Entry>): [ReadonlyArray<Entry>, ReadonlyArray<Replacement>] => {
  const coverOf = (narrow: Entry): Entry | undefined =>
    entries
      .filter(
        (wide) =>
          wide !== narrow &&
          isLike(wide.rule, narrow.rule) &&
          contains(wide.pattern, narrow.pattern) &&
          !contains(narrow.pattern, wide.pattern) &&
          !isBetween(wide, narrow, entries),
      )
      .toSorted((one, other) => bySpecificity(other.pattern, one.pattern))[0]
  const covers = new Map(entries.map((narrow) => [narrow, coverOf(narrow)]))
  const groups = Map.groupBy(
    entries.filter((narrow) => covers.get(narrow) !== undefined),
    (narrow) => covers.get(narrow)!,
  )
  return [
    entries.filter((each) => covers.get(each) === undefined),
    [...groups].map(([wide, narrow]) => ({
      by: wide.rule,
      why: "covered" as const,
      replaced: narrow.map(({ rule }) => rule),
    })),
  ]
}

/** Where a word of an argument ends: after it, a pattern may go on with `*`. */
const boundary = /[\s/=,]+/g
/** What a call has to say before a pattern may leave the rest open: a word, and more than the scheme of an address. */
const says = (beginning: string): boolean => /\w{2,}/.test(beginning.replace(/^\w+:\/*/, ""))

/** Beginnings of what a rule lets through, the longest first, as patterns that leave the rest open. */
const widerThan = ({ pattern: { tool, argument } }: Entry): ReadonlyArray<Pattern> => {
  if (argument === "*")
    return [...tool.matchAll(/(?<!^mcp)(?:\.|__)/g)].map(({ index, 0: mark }) => ({
      tool: `${tool.slice(0, index + mark.length)}*`,
      argument: "*",
    }))
  return [...argument.matchAll(boundary)]
    .map(({ index, 0: mark }) => argument.slice(0, index + mark.length))
    .filter((beginning) => says(beginning) && !beginning.includes("*"))
    .map((beginning) => ({ tool, argument: `${beginning}*` }))
    .toReversed()
}

/** Whether a rule that asks or denies decides over an allowed one wherever both match. */
const decidesOver = (other: Entry, allowed: Entry): boolean => {
  const specificity = bySpecificity(other.pattern, allowed.pattern)
  return specificity < 0 || (specificity === 0 && scopeOf(other.rule) === scopeOf(allowed.rule))
}

/** Whether one pattern for all would decide otherwise than they do, where a rule asks or denies. */
const meddles = (wide: Entry, taken: ReadonlyArray<Entry>, entries: ReadonlyArray<Entry>): boolean =>
  entries.some(
    (other) =>
      other.rule.verdict !== "allow" &&
      [wide, ...taken].some((each) => meet(other.pattern, each.pattern) && !decidesOver(other, each)),
  )

/** The command's word is followed by one of its own commands, as in `npm run build`: what the others do, nobody has said. */
const isFamily = ({ argument }: Pattern): boolean => /^\S+ [a-z][\w-]* /i.test(argument)
const isOneWord = ({ argument }: Pattern): boolean => /^\S+ \*$/.test(argument)

/** Patterns to try: the most specific first. What one has taken, the next does not count. */
const candidates = (entries: ReadonlyArray<Entry>): ReadonlyArray<Entry> => {
  const allowed = entries.filter(({ rule }) => rule.verdict === "allow")
  const wide = new Map<string, Entry>()
  for (const each of allowed)
    for (const wider of widerThan(each)) {
      const rule = { ...each.rule, pattern: written(wider) }
      wide.set(scopeOf(rule) + rule.pattern, { rule, pattern: wider })
    }
  return [...wide.values()].toSorted((one, other) => bySpecificity(one.pattern, other.pattern))
}

/** The longest list that is widened: its rules are held against each other. */
export const longest = 5000

export const consolidated = (rules: ReadonlyArray<Rule>): Consolidated => {
  const [once, twice] = saidOnce(rules.map(entry))
  const [needed, covered] = uncovered(once)

  let kept = needed
  let widened: ReadonlyArray<Replacement> = []
  const left: Array<Consolidated["left"][number]> = []
  for (const wide of candidates(needed)) {
    const taken = kept.filter((each) => isLike(each.rule, wide.rule) && contains(wide.pattern, each.pattern))
    if (taken.length < enough) continue
    const before = widened.filter(({ by }) => taken.some(({ rule }) => rule === by))
    if (isOneWord(wide.pattern) && before.some(({ by }) => isFamily(pattern(by.pattern)))) continue
    const why = [...taken, wide].some(({ rule }) => grave.test(rule.pattern))
      ? "some of them destroy or send something"
      : meddles(wide, taken, needed)
        ? "a rule asks or denies some of it"
        : null
    if (why !== null) {
      left.push({ pattern: wide.rule.pattern, rules: taken.length, why })
      continue
    }
    kept = [...kept.filter((each) => !taken.includes(each)), wide]
    const replaced = [
      ...before.flatMap(({ replaced }) => replaced),
      ...taken.map(({ rule }) => rule).filter((rule) => before.every(({ by }) => by !== rule)),
    ]
    widened = [
      ...widened.filter((each) => !before.includes(each)),
      { by: wide.rule, why: "widened", replaced },
    ]
  }
  return {
    rules: kept.map(({ rule }) => rule),
    replacements: [...twice, ...covered, ...widened],
    newlyAllowed: widened.map(({ by }) => by),
    left,
  }
}
