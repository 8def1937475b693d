/** What is known to help against an error, and how often it did. Pure. */
import MiniSearch from "minisearch"
import type { Lesson } from "../../machines/lessons/events.ts"
import { idOf, normalised, type Fault } from "./normal.ts"

/** What is done about errors by itself. */
export const fixes = [
  "shorter context",
  "without tools",
  "another model",
  "asked again",
  "new webhook",
] as const
export type FixName = (typeof fixes)[number]

/** By what sort of error it is; the first is the first to be tried. */
const usual: Readonly<Record<string, ReadonlyArray<FixName>>> = {
  "context length": ["shorter context"],
  "no tools": ["without tools"],
  "no stream": ["asked again"],
  overload: ["another model", "asked again"],
  "slow down": ["another model", "asked again"],
  trouble: ["asked again", "another model"],
  unreachable: ["asked again", "another model"],
  "too slow": ["another model"],
  "no answer": ["asked again", "another model"],
  "left alone": ["another model"],
  limit: ["another model"],
  "webhook gone": ["new webhook"],
}

/** What only a person can do. */
const byHand: Readonly<Record<string, string>> = {
  key: "renew the key of the provider, and start again",
  credit: "top the account up at the provider",
  "unknown model": "correct the name of the model in [models]",
  refused: "look at what the provider says of the request in the log",
  "held back": "say it another way: the provider's filter is not ours",
  "too slow": "raise models.timeout, or take a faster model",
  limit: "raise models.requests_per_minute and models.tokens_per_minute, or name models.fallbacks",
  overload: "name models.fallbacks, so that another model answers",
  permission: "give the bot's role the permissions that its message names",
  "channel closed": "nothing: the channel is gone, locked or closed to the bot",
  "tool failed": "`GET /status` says how the server of the tool is, its log why; correct [tools.NAME]",
  "discord away": "wait until https://discordstatus.com is green",
  "store away": "`orrery doctor` looks at the store",
  poisoned: "report it: an actor broke on an event, and kept the state that it had",
}

export interface Advice {
  readonly fix: FixName | null
  /** For people. */
  readonly words: string
  readonly tried: number
  readonly helped: number
  /** Between 0 and 1; null: never tried. */
  readonly rate: number | null
  /** It helps often enough to be done by itself. */
  readonly safe: boolean
  /** Nothing is known of this error itself, but of one like it. */
  readonly similar: boolean
}

/** What helps more seldom is not done by itself, */
const floor = 0.3
/** but once more after so long: what did not help may help now. In ms. */
const anew = 24 * 60 * 60_000

/** As if it had been tried twice before, and helped once (Laplace's rule of succession). */
const expected = (tried: number, helped: number): number => (helped + 1) / (tried + 2)

interface Tally {
  readonly tried: number
  readonly helped: number
  readonly last: number
}

const tallyOf = (lessons: ReadonlyArray<Lesson>, fix: string): Tally =>
  lessons
    .flatMap(({ fixes: its }) => its.filter((it) => it.fix === fix))
    .reduce(
      (sum, it) => ({
        tried: sum.tried + it.tried,
        helped: sum.helped + it.helped,
        last: Math.max(sum.last, it.last),
      }),
      { tried: 0, helped: 0, last: 0 },
    )

/** `model` of `model gpt-6-luna`: what helps with one may help with another. */
const sortOf = (where: string): string => where.split(" ")[0]!

/** How much of what is looked for a lesson must hold to be like it. */
const alike = 0.6

const wordsIn = (text: string): ReadonlyArray<string> => text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? []

/** Lessons like a text, the likest first: those that hold most of its words, or words like them. */
export const similarTo = (lessons: ReadonlyArray<Lesson>, text: string, share = 0): ReadonlyArray<Lesson> => {
  const index = new MiniSearch<Lesson>({ fields: ["kind", "where", "message"] })
  index.addAll(lessons)
  const asked = new Set(wordsIn(text)).size
  const byId = new Map(lessons.map((lesson) => [lesson.id, lesson]))
  return index
    .search(text, { fuzzy: 0.2, prefix: true })
    .filter(({ queryTerms }) => new Set(queryTerms).size >= asked * share)
    .flatMap(({ id }) => byId.get(id as string) ?? [])
}

/** What to do about a fault; the first of the usual ones that helps often enough, else what helped against one like it. */
export const adviceFor = (lessons: ReadonlyArray<Lesson>, fault: Fault, now: number): Advice => {
  const own = lessons.filter(({ id }) => id === idOf(fault))
  const kin = lessons.filter(
    ({ kind, where }) => kind === fault.kind && sortOf(where) === sortOf(fault.where),
  )
  const known = usual[fault.kind] ?? []
  const alikes =
    known.length > 0
      ? []
      : similarTo(
          lessons.filter(({ where }) => sortOf(where) === sortOf(fault.where)),
          normalised(fault.message),
          alike,
        )
  const helpers = known.length > 0 ? known : fixes.filter((fix) => tallyOf(alikes, fix).helped > 0)
  const words = byHand[fault.kind] ?? "look at the log"
  const options = helpers.map((fix): Advice => {
    const exact = tallyOf(own, fix)
    const { tried, helped, last } = exact.tried > 0 ? exact : tallyOf([...kin, ...alikes], fix)
    return {
      fix,
      words: fix,
      tried,
      helped,
      rate: tried === 0 ? null : helped / tried,
      safe: expected(tried, helped) >= floor || now - last >= anew,
      similar: known.length === 0,
    }
  })
  return (
    options.find(({ safe }) => safe) ??
    options[0] ?? { fix: null, words, tried: 0, helped: 0, rate: null, safe: false, similar: false }
  )
}

/** What a person can do about it, if nothing helps by itself. */
export const manualFor = (kind: string): string | null => byHand[kind] ?? null
