/** What is wrong with a brain, or will hardly work as meant: by itself, and with the team that it is in. Pure. */
import { Result } from "effect"
import type { Brain } from "../../../machines/agent/brain.ts"
import { isForeign } from "../../model/offline/language.ts"
import { contextOf } from "../../model/prompt.ts"
import { tokensOf } from "../../model/tokens.ts"
import { stopWords } from "../../routing/stop-words.ts"
import { heardIn } from "../../routing/triggers.ts"
import { folded } from "../../routing/words.ts"
import { takeApart } from "../front-matter.ts"
import { parse, type Parsed } from "../parse.ts"
import { managerId } from "../team.ts"
import { unserved } from "./tools.ts"

export interface Finding {
  /** `error`: it is not added so; `warning`: it works, but hardly as meant. */
  readonly level: "error" | "warning"
  readonly file: string
  /** A sentence. */
  readonly text: string
}

export interface Linted {
  /** Null: it is no brain. */
  readonly parsed: Parsed | null
  readonly findings: ReadonlyArray<Finding>
}

export interface Around {
  /** The others of the team. */
  readonly team: ReadonlyArray<Brain>
  /** Names that the tools of a brain may begin with. */
  readonly tools: ReadonlySet<string>
}

/** Of what a prompt may hold, the part that the system prompt may take. */
const share = 1 / 8
/** A prompt of fewer words says hardly anything. */
const fewWords = 20

const hasLanguage = (text: string): boolean => {
  const parts = takeApart(text)
  return "body" in parts && typeof parts.data === "object" && parts.data !== null && "language" in parts.data
}

const listed = (all: ReadonlyArray<string>): string => all.map((one) => `"${one}"`).join(", ")

const alone = (brain: Brain, text: string, { tools }: Around): ReadonlyArray<[Finding["level"], string]> => {
  const { id, triggers, expertise, prompt, autoRespond } = brain
  const [tokens, most] = [tokensOf(prompt), Math.floor(contextOf(brain) * share)]
  const unknown = unserved(brain.tools, tools)
  const common = triggers.filter((trigger) => stopWords.has(trigger))
  const isOther = brain.language === "en" && isForeign(prompt)
  return [
    ...(tokens > most
      ? ([
          ["error", `its prompt has ${tokens} tokens, and an eighth of what it may be sent is ${most}`],
        ] as const)
      : []),
    ...(prompt.split(/\s+/).length < fewWords
      ? ([["warning", `its prompt has fewer than ${fewWords} words`]] as const)
      : []),
    ...(unknown.length > 0
      ? ([["warning", `nobody here has the tools ${listed(unknown)}: [tools] in the configuration names them`]] as const)
      : []),
    ...(common.length > 0
      ? ([["warning", `its triggers ${listed(common)} are in nearly every message`]] as const)
      : []),
    ...(id !== managerId && !hasLanguage(text)
      ? ([["warning", "it has no language, so its words are taken as English"]] as const)
      : []),
    ...(isOther ? ([["warning", "its prompt is not in English, and its language says that it is"]] as const) : []),
    ...(id !== managerId && !autoRespond && triggers.length + expertise.length === 0
      ? ([["warning", "it has no triggers and no expertise: its name alone calls it"]] as const)
      : []),
  ].map(([level, said]) => [level, said])
}

/** Each pair of words once: of those that are the same, and of those of which one calls the other. */
const overlaps = (brain: Brain, team: ReadonlyArray<Brain>): ReadonlyArray<string> => {
  const said = new Map<string, string>()
  const note = (own: string, other: Brain, its: string) => {
    const key = [folded(own), other.id, folded(its)].join(" ")
    if (said.has(key)) return
    said.set(
      key,
      folded(own) === folded(its)
        ? `${other.id} listens for "${own}" as well: both answer it`
        : `its "${own}" and "${its}" of ${other.id} are heard in one another: both answer them`,
    )
  }
  for (const own of brain.triggers)
    for (const { brain: other, trigger } of heardIn(own, team)) note(own, other, trigger)
  for (const other of team)
    for (const its of other.triggers)
      for (const { trigger } of heardIn(its, [brain])) note(trigger, other, its)
  return [...said.values()]
}

const among = (brain: Brain, { team }: Around): ReadonlyArray<[Finding["level"], string]> => {
  const name = folded(brain.name.trim())
  const others = team.filter(({ id }) => id !== managerId)
  return [
    ...team
      .filter((other) => other.id === brain.id)
      .map((other): [Finding["level"], string] => ["error", `the team has a ${other.id} already`]),
    ...team
      .filter((other) => other.id !== brain.id && folded(other.name.trim()) === name)
      .map((other): [Finding["level"], string] => ["error", `${other.id} is called ${other.name} as well`]),
    ...(brain.id === managerId
      ? []
      : overlaps(brain, others.filter(({ id }) => id !== brain.id)).map((text): [Finding["level"], string] => [
          "warning",
          text,
        ])),
    ...(brain.state === "deprecated" && !team.some(({ id }) => id === brain.successor)
      ? ([["warning", "it is deprecated, and nobody of the team answers in its place"]] as Array<
          [Finding["level"], string]
        >)
      : []),
  ]
}

/** `file` is the path as the operator knows it. */
export const lint = (file: string, text: string, around: Around): Linted => {
  const parsed = parse(file, text)
  if (Result.isFailure(parsed)) {
    const findings = parsed.failure.map(
      ({ line, key, found, expected, example }): Finding => ({
        level: "error",
        file: `${file}:${line}`,
        text: `${key === null ? "" : `${key}: `}${found}; expected ${expected}, for example \`${example}\``,
      }),
    )
    return { parsed: null, findings }
  }
  const { brain } = parsed.success
  const findings = [...alone(brain, text, around), ...among(brain, around)].map(
    ([level, said]): Finding => ({ level, file, text: said }),
  )
  return { parsed: parsed.success, findings }
}

export const isSound = ({ findings }: Linted): boolean => findings.every(({ level }) => level === "warning")
