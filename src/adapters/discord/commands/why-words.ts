/** What “Why did X answer?” says: an answer's way, in words for who reads the channel. Pure. */
import type { APIEmbed, APIEmbedField } from "discord-api-types/v10"
import type { Price } from "../../../actors/performing/model-terms.ts"
import type { Brain, Team } from "../../../machines/agent/brain.ts"
import { kindOf } from "../../../machines/address.ts"
import type { Line, Recalled, Usage } from "../../../machines/values.ts"
import type { Answer } from "../../../replay/answer.ts"
import { rank, thresholdOf } from "../../model/offline/route.ts"
import { heardAs, withoutMarkup } from "../../model/offline/decide.ts"
import { heardIn } from "../../routing/triggers.ts"
import { cut } from "./looked.ts"

export interface Known {
  readonly team: Team
  /** What the channel shows still, by id, as it reads now: what was deleted or changed since is not told. */
  readonly standing: ReadonlyMap<string, Pick<Line, "author" | "text">>
  readonly prices: ReadonlyArray<Price>
  /** The manager is a rule that counts points. */
  readonly offline: boolean
  /** The manager's reason may tell what is between others: it is not for who asks. */
  readonly reasonIsPrivate: boolean
  /** `http://127.0.0.1:4020`; null: there is none. */
  readonly inspector: string | null
}

export const whyEmbed = (answer: Answer, known: Known): APIEmbed => {
  const { turn, archived } = answer
  return {
    title: `Why ${nameOf(turn.brain, known.team)} answered`,
    description: [how(answer, known), ...(archived ? ["Some of this comes from the archive."] : [])].join(
      "\n",
    ),
    fields: [
      field("Who else", whoElse(answer, known)),
      field("Lent from the channel", lent(answer, known)),
      field("Remembered", remembered(answer)),
      ...(answer.used.length === 0 ? [] : [field("Tools", tools(answer))]),
      field("How long it took", durations(answer)),
      field("The model", model(answer, known)),
      field("In the inspector", inspector(answer, known)),
    ],
  }
}

const nameOf = (id: string, { agents }: Team): string => agents.find((brain) => brain.id === id)?.name ?? id

/** Of a field's value at most so much is shown. */
const room = 1024

const field = (name: string, value: string): APIEmbedField => ({ name, value: cut(value, room) })

/** First words in quotation marks, in one line and without markup that would do something. */
const quoted = (text: string, most = 80): string =>
  `“${cut(
    text
      .replace(/\s+/g, " ")
      .replaceAll(/([*_`~|\\[\]<>#])/g, "\\$1")
      .trim(),
    most,
  )}”`

/** What somebody is called, without markup: a name can be written like a link. */
const plainly = (name: string): string => quoted(name, 64).slice(1, -1)

const workNames: Readonly<Record<string, string>> = {
  workflow: "a step of a workflow",
  vote: "a vote",
  debate: "a debate",
  assignment: "a task that was assigned to it",
  summary: "a summary",
}

const how = ({ turn, routed }: Answer, { team, standing, reasonIsPrivate }: Known): string => {
  const { message, route, brain } = turn
  const kind = kindOf(turn.conversation)
  if (kind !== "conversation")
    return `It was its turn: ${workNames[kind] ?? kind}, for ${plainly(message.author.name)}.`
  const words = standing.get(message.id)
  const said = words === undefined ? "" : `: ${quoted(words.text, 200)}`
  if (message.via !== null) return `${nameOf(message.via, team)} called it by name in an answer${said}`
  switch (route) {
    case "mention":
      return `${plainly(message.author.name)} called it by name${said}`
    case "keyword": {
      const heard = heardIn(withoutMarkup(message.text), team.agents).find((it) => it.brain.id === brain)
      const word =
        heard === undefined || words === undefined ? "a word it listens for was said" : heardAs(heard)
      return `By a word: ${word}${said}`
    }
    case "manager":
      return `The manager chose it${routed === null || reasonIsPrivate ? "" : `, since ${quoted(routed.event.reason, 400)}`}${said}`
    case "all":
      return `In this channel all agents answer${said}`
    case "order":
      return `The agents here answer in order, and it was its turn${said}`
    case "lead":
      return `It leads the team here, and gets what is for nobody else${said}`
    case "pipeline":
      return `The agents here answer one after the other, each after it has read the one before it${said}`
    case "auto":
      return `It answers here without being asked${said}`
    default:
      return `Nobody else was to answer${said}`
  }
}

const whoElse = (answer: Answer, known: Known): string => {
  const { turn, others } = answer
  const { team } = known
  const also = others.map((id) => `**${nameOf(id, team)}** was to answer, too`)
  if (kindOf(turn.conversation) !== "conversation")
    return also.join("\n") || "Nobody else was asked for this."
  const lost = team.agents.filter(({ id }) => id !== turn.brain && !others.includes(id))
  const words = known.standing.has(turn.message.id)
  const whyNot = lostBecause(answer, known)
  return (
    [...also, ...lost.map((brain) => `**${brain.name}**: ${words ? whyNot(brain) : "not chosen"}`)].join(
      "\n",
    ) || "The team has no other agent."
  )
}

/** By the order of the routes: names, words, the manager. */
const lostBecause = ({ turn }: Answer, { team, offline }: Known) => {
  const { message, route, lent } = turn
  const heard = heardIn(withoutMarkup(message.text), team.agents)
  const question = { team, message, lent, corrections: [], choices: [], sessions: [] }
  const ranked = offline && route === "manager" ? rank(question) : []
  const { points: needed } = thresholdOf(question)
  return (brain: Brain): string => {
    const word = heard.find((it) => it.brain === brain)
    const known = ranked.find((it) => it.brain.id === brain.id)
    const mine = `${(known?.points ?? 0).toFixed(1)} of ${needed.toFixed(1)} points`
    if (route === "mention" && word !== undefined)
      return `not called by name; “${word.trigger}” was heard, but names come first`
    if (route === "mention") return "not called by name"
    if (route === "keyword") return "none of its words was heard"
    if (ranked.length > 0) return `not chosen; ${mine}`
    return "not chosen"
  }
}

/** Of so many lines the first words are shown: the newest. */
const linesShown = 3

const lent = ({ turn }: Answer, { standing }: Known): string => {
  const { length } = turn.lent
  if (length === 0) return "Nothing."
  const there = turn.lent.flatMap(({ id }) => standing.get(id) ?? [])
  const shown = there.slice(-linesShown).map(({ author, text }) => `${plainly(author)}: ${quoted(text, 60)}`)
  const gone = length - there.length
  return [
    `${counted(length, "line")}${gone === 0 ? "" : `, ${gone} of them deleted since or too old to look up`}${shown.length === 0 ? "" : "; the last:"}`,
    ...shown,
  ].join("\n")
}

const remembered = ({ thought, turn }: Answer): string => {
  const recalled = thought?.event.recalled
  if (recalled === undefined) return "The log does not say: it was written before that was kept."
  return (
    sizes(recalled, plainly(turn.message.author.name)).join("\n") ||
    "Nothing: it was as if they had never met."
  )
}

const sizes = ({ session, digest, memory, characters, knowledge }: Recalled, name: string) => [
  ...(session === 0 ? [] : [`${counted(session, "exchange")} with ${name}`]),
  ...(digest === 0 ? [] : [`a digest of ${counted(digest, "exchange")} before`]),
  ...(memory === 0 ? [] : [`${counted(memory, "block")} of memory, ${counted(characters, "character")}`]),
  ...(knowledge === 0 ? [] : [`${counted(knowledge, "thing")} that the channel knows`]),
]

const durations = (answer: Answer): string => {
  const { heard, routed, begun, given, connected, thought, said, wants } = answer
  const routing = routed?.event.ms ?? 0
  const rounds = [...wants, ...(thought === null ? [] : [thought])]
  const [first] = rounds
  const asked = first === undefined ? null : first.at - first.event.ms
  const waited = rounds.reduce((sum, { event }) => sum + (event.waited ?? 0), 0)
  const thinking = rounds.reduce((sum, { event }) => sum + event.ms, 0)
  const parts: ReadonlyArray<readonly [what: string, ms: number | null]> = [
    ["waited in the channel", heard === null || begun === null ? null : begun - heard - routing],
    ["the manager chose", routed === null ? null : routing],
    ["an agent of the pool was found", begun === null ? null : given.at - begun],
    ["the agent made ready", asked === null ? null : asked - given.at],
    ["waited for a place at the model", waited === 0 ? null : waited],
    ["the model thought", thought === null ? null : thinking - waited],
    ["tools were used", thought === null || wants.length === 0 ? null : thought.at - asked! - thinking],
    ["it was said", thought === null ? null : said.at - thought.at],
  ]
  const together = said.at - (heard ?? begun ?? given.at)
  return [
    ...parts.flatMap(([what, ms]) => (ms === null ? [] : [`${seconds(ms)} · ${what}`])),
    ...(answer.writing === null
      ? []
      : [
          `(shown while it was written, from ${seconds(answer.writing - (asked ?? connected ?? given.at))} on)`,
        ]),
    `**${seconds(together)}** · together${heard === null ? ", as far as the log goes" : ""}`,
  ].join("\n")
}

/** Clocks of two machines may make it negative. */
const seconds = (ms: number): string => {
  const real = Math.max(0, ms)
  return real < 1000 ? `${Math.round(real)} ms` : `${(real / 1000).toFixed(1)} s`
}

/** `time 2 ms · blender.render failed after 1.2 s · git not used` */
const tools = ({ used }: Answer): string =>
  used
    .map(({ tool, ok, ms }) => {
      const name = quoted(tool, 64).slice(1, -1)
      return ms === null ? `${name} not used` : `${name} ${ok ? "" : "failed after "}${seconds(ms)}`
    })
    .join(" · ")

const model = ({ thought, routed, wants }: Answer, { prices }: Known): string => {
  if (thought === null) return "The log does not say."
  const rounds = [...wants, thought].map(({ event }) => event)
  const sum = (of: (event: (typeof rounds)[number]) => number) => rounds.reduce((all, it) => all + of(it), 0)
  const usage = { input: sum((it) => it.usage.input), output: sum((it) => it.usage.output) }
  const isAgain = rounds.some(({ again }) => again === true)
  const times = sum(({ asks = 1, again }) => asks + (again === undefined ? 0 : 1))
  return [
    bill({ model: thought.event.model, usage }, prices),
    `asked ${times === 1 ? "once" : `${times} times`}${isAgain ? ", once more since its process had ended" : ""}`,
    ...(routed === null ? [] : [`and the manager ${manager(routed.event, prices)}`]),
  ].join("\n")
}

const manager = ({ asks, usage, model }: RoutedEvent, prices: ReadonlyArray<Price>): string => {
  const times = asks === undefined ? "once" : `${asks} times`
  return usage === undefined ? times : `${times}: ${bill({ model, usage }, prices)}`
}

type RoutedEvent = NonNullable<Answer["routed"]>["event"]

interface Billed {
  readonly model?: string | undefined
  readonly usage: Usage
}

/** `gpt-6-luna, 1,200 tokens in, 80 out: 0.0012`; the price where the operator has told it. */
const bill = ({ model: name = "a model", usage }: Billed, prices: ReadonlyArray<Price>): string => {
  const price = prices.find((it) => it.model === name)
  const cost =
    price === undefined ? "" : `: ${amount((usage.input * price.input + usage.output * price.output) / 1e6)}`
  return `${name}, ${number(usage.input)} tokens in, ${number(usage.output)} out${cost}`
}

/** Two digits that tell. */
const amount = (cost: number): string =>
  cost === 0 ? "free" : cost.toLocaleString("en", { maximumSignificantDigits: 2, maximumFractionDigits: 20 })

const number = (count: number): string => count.toLocaleString("en")

const counted = (count: number, what: string): string => `${number(count)} ${count === 1 ? what : `${what}s`}`

const inspector = ({ agent, said, turn }: Answer, { inspector: origin }: Known): string => {
  if (origin === null) return `${agent}, entry ${said.seq}`
  const way = turn.message.origin ?? turn.message.id
  return [
    `[${agent}, entry ${said.seq}](${origin}/#/${agent}/${said.seq})`,
    `[the whole way of it](${origin}/#/message/${way})`,
    "on the machine where Orrery runs",
  ].join("\n")
}
