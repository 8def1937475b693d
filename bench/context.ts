/**
 * What the economy of context saves, and what it loses: real channels, played to the team that fits them, with the chart's own
 * choice of lines and the requests that a language model would be sent. Each message for which a name or a trigger word calls an
 * agent makes two requests. *Before* is `context = "plain"`: the instructions, all of the session so far, the last ten lines
 * of the channel, each in a tag of its own. *After* is what Orrery sends, and what it sends to have sessions digested.
 *
 * What an agent would have answered nobody knows: what somebody else said next in that conversation stands for it, in the
 * session and in the channel. Answers of models are longer, and there is no memory here: both make the session a larger part of
 * a request, and what is saved more.
 *
 * Recall is the share of the conversation's recent messages that a request holds: of its last ten before the message, of the
 * last day, among the 50 before it. One is held that stands among the lines, be it shortened, or in the session, word for word
 * or in brief. Of the last ten lines alone: `recall_last10`; of those and the whole session: `recall_before`. Which messages
 * belong together, people have labelled (`conversationId`); nothing here or in Orrery reads it but to count.
 *
 * `cached_prefix` is the share of a request's tokens that begin it as they began the one before of the same agent: what a
 * provider that keeps prompts need not read again (those of today begin at 1,024 tokens, and forget after minutes).
 *
 * The points of `machines/conversation/relevance.ts` were fitted to half of the channels; the other half is shown beside them.
 * The threshold, the most lines and the lengths were chosen in view of all. Tokens are of OpenAI's o200k_base.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect, Schema } from "effect"
import * as Brains from "../src/adapters/brains/brains.ts"
import { lentAtMost } from "../src/adapters/config/channels.ts"
import { remembered } from "../src/adapters/model/context/session.ts"
import { decide } from "../src/adapters/model/offline/decide.ts"
import { digested } from "../src/adapters/model/offline/model.ts"
import { answerRequest, digestRequest, plainRequest, type Request } from "../src/adapters/model/prompt.ts"
import { tokensOf } from "../src/adapters/model/tokens.ts"
import type { Brain, Team } from "../src/machines/agent/brain.ts"
import * as sessions from "../src/machines/constellation/sessions.ts"
import { builtIn } from "../src/machines/conversation/settings.ts"
import { lentFor } from "../src/machines/conversation/turns.ts"
import { own, saidAt, type Exchange, type Line, type Message } from "../src/machines/values.ts"

const shared = (path: string) => fileURLToPath(new URL(`../../shared/${path}`, import.meta.url))
const tuned = new Set([
  "clojure_may2020-jul2020.json",
  "clojure_nov2019-jan2020.json",
  "racket_general_feb2020-apr2020.json",
])
const recent = { messages: 10, among: 50, ms: 24 * 60 * 60_000 }
const lastLines = 10
const settings = {
  standard: { ...builtIn, lent: lentAtMost, lends: "chosen" as const },
  own: {},
  setBy: {},
}
/** What a provider puts around a message. https://github.com/openai/openai-cookbook/blob/main/examples/How_to_count_tokens_with_tiktoken.ipynb */
const aroundMessage = 4

const Channel = Schema.Struct({
  messages: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      content: Schema.String,
      author: Schema.Struct({ id: Schema.String, name: Schema.String }),
      conversationId: Schema.Number,
    }),
  ),
})
type Said = (typeof Channel.Type)["messages"][number]
const read = Schema.decodeUnknownSync(Schema.fromJsonString(Channel))

const counted = new Map<string, number>()
const countOf = (text: string): number => {
  const known = counted.get(text) ?? tokensOf(text)
  counted.set(text, known)
  return known
}
const partsOf = ({ instructions, messages }: Request): ReadonlyArray<string> =>
  [instructions, ...messages].map(({ content }) => String(content))
const sizeOf = (request: Request): number =>
  partsOf(request).reduce((sum, text) => sum + countOf(text) + aroundMessage, 0)

/** Tokens at the beginning of a request that another one begins with. */
const sharedWith = (before: Request | undefined, request: Request): number => {
  if (before === undefined) return 0
  const [was, is] = [partsOf(before), partsOf(request)]
  let tokens = 0
  for (const [n, text] of is.entries()) {
    if (was[n] === text) {
      tokens += countOf(text) + aroundMessage
      continue
    }
    let at = 0
    while (at < text.length && text[at] === was[n]?.[at]) at++
    return tokens + tokensOf(text.slice(0, at))
  }
  return tokens
}

const messageOf = ({ id, author, content }: Said): Message => ({
  id,
  channel: "1",
  guild: "1",
  author,
  text: content,
  pinged: [],
  called: [],
  matched: [],
  toTeam: false,
  via: null,
})

/** The answer of an agent is said in its place by who answered then. */
const lineOf = ({ id, author, content }: Said, answers: ReadonlyMap<string, string>): Line => {
  const brain = answers.get(id) ?? null
  return { id, author: brain ?? author.name, brain, text: content, at: saidAt(id) }
}

const nothing = {
  prompts: 0,
  before: 0,
  after: 0,
  digests: 0,
  cached: 0,
  lines: 0,
  relevant: 0,
  inLastTen: 0,
  inBefore: 0,
  inChosen: 0,
}
type Totals = typeof nothing

/** What agents have said and remember of a channel. */
class Past {
  /** By agent and person: the session as it would be if nothing left it. */
  readonly whole = new Map<string, ReadonlyArray<Exchange>>()
  /** By person. */
  readonly kept = new Map<string, sessions.Sessions>()
  /** By agent. */
  readonly requests = new Map<string, Request>()
  /** Messages that stand for an agent's answer. */
  readonly answers = new Map<string, string>()

  /** An agent has answered; returns what was sent to have the session digested, in tokens. */
  remember(brain: Brain, { id, author, content }: Said, answer: Said | undefined): number {
    if (answer !== undefined) this.answers.set(answer.id, brain.id)
    const answered = answer?.content ?? "I do not know."
    const exchange = { turn: id, asked: content, answered, at: saidAt(id) }
    const key = `${brain.id} ${author.id}`
    this.whole.set(key, [...(this.whole.get(key) ?? []), exchange])
    const before = this.sessionsOf(author)
    const event = { type: "REMEMBER", brain: brain.id, user: author, ...exchange } as const
    const now = { ...before, ...sessions.remember(before, event) }
    this.kept.set(author.id, now)
    if (!sessions.owesDigest(now)) return 0
    const digesting = { ...now, ...sessions.begin(now) }
    const material = { ...sessions.wanted({ context: digesting }), brain }
    const { text, model, usage } = digested(material)
    const done = { type: "DIGESTED", brain: brain.id, text, model, usage, ms: 0, at: exchange.at } as const
    this.kept.set(author.id, { ...digesting, ...sessions.digested(digesting, done) })
    return sizeOf(digestRequest(material))
  }

  sessionsOf(user: Said["author"]): sessions.Sessions {
    return this.kept.get(user.id) ?? { user, ...sessions.none }
  }
}

/** The request for one answer, in both ways. */
const count = (
  brain: Brain,
  message: Said,
  before: ReadonlyArray<Said>,
  past: Past,
): Omit<Totals, "digests"> => {
  const asked = messageOf(message)
  const lines = before.map((one) => lineOf(one, past.answers))
  const bare = { brain, message: asked, memory: [], knowledge: [], digest: null }

  const ten = lines.slice(-lastLines)
  const whole = past.whole.get(`${brain.id} ${message.author.id}`) ?? []
  const generous = { ...brain, contextTokens: 1_000_000 }
  const plain = plainRequest({ ...bare, brain: generous, lent: ten, session: whole })

  const { sessions: kept, digests } = past.sessionsOf(message.author)
  const session = own(kept, brain.id) ?? []
  const lent = lentFor({ settings }, asked, lines.slice(-settings.standard.kept), brain.id)
  const request = answerRequest({ ...bare, lent, session, digest: own(digests, brain.id) ?? null })

  const relevant = before
    .filter((one) => one.conversationId === message.conversationId)
    .filter((one) => saidAt(one.id) >= saidAt(message.id) - recent.ms)
    .slice(-recent.messages)
  const among = (some: ReadonlyArray<Line>, exchanges: ReadonlyArray<Exchange>) => {
    const ids = new Set(some.map(({ id }) => id))
    const texts = new Set(exchanges.flatMap(({ asked, answered }) => [asked, answered]))
    return relevant.filter((one) => ids.has(one.id) || texts.has(one.content)).length
  }
  const { goesOn, earlier } = remembered(session, asked)
  const cached = sharedWith(past.requests.get(brain.id), request)
  past.requests.set(brain.id, request)
  return {
    prompts: 1,
    before: sizeOf(plain),
    after: sizeOf(request),
    cached,
    lines: lent.length,
    relevant: relevant.length,
    inLastTen: among(ten, []),
    inBefore: among(ten, whole),
    inChosen: among(lent, [...goesOn, ...earlier]),
  }
}

/** One channel from its beginning to its end. */
const play = (said: ReadonlyArray<Said>, team: Team): Totals => {
  const totals = { ...nothing }
  const past = new Past()
  for (const [at, message] of said.entries()) {
    const called = decide(message.content, team).responders
    for (const brain of team.agents.filter(({ id }) => called.includes(id))) {
      const counted = count(brain, message, said.slice(Math.max(0, at - recent.among), at), past)
      for (const name of Object.keys(counted) as ReadonlyArray<keyof typeof counted>)
        totals[name] += counted[name]
      const { conversationId, author } = message
      const answer = said
        .slice(at + 1, at + recent.among)
        .find((one) => one.conversationId === conversationId && one.author.id !== author.id)
      totals.digests += past.remember(brain, message, answer)
    }
  }
  return totals
}

const share = (part: number, of: number) => Number((part / of).toFixed(3))
const figures = (of: ReadonlyArray<Totals>) => {
  const sum = (name: keyof Totals) => of.reduce((total, it) => total + it[name], 0)
  const after = sum("after") + sum("digests")
  return {
    prompts: sum("prompts"),
    tokens_before: sum("before"),
    tokens_after: after,
    saved: share(sum("before") - after, sum("before")),
    recall_last10: share(sum("inLastTen"), sum("relevant")),
    recall_before: share(sum("inBefore"), sum("relevant")),
    recall_chosen: share(sum("inChosen"), sum("relevant")),
    lines: share(sum("lines"), sum("prompts")),
    cached_prefix: share(sum("cached"), sum("after")),
    digests: sum("digests"),
  }
}

const folder = shared("data")
if (!existsSync(folder)) {
  console.log("skipped: the recorded channels are not there")
} else {
  const { team } = await Effect.runPromise(Brains.load(shared("brains-programming")))
  const played = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, totals: play(read(readFileSync(join(folder, name), "utf8")).messages, team) }))
  const half = (isTuned: boolean) =>
    played.filter(({ name }) => tuned.has(name) === isTuned).map(({ totals }) => totals)
  console.table([
    ...played.map(({ name, totals }) => ({ channel: name.replace(".json", ""), ...figures([totals]) })),
    { channel: "tuned on", ...figures(half(true)) },
    { channel: "held back", ...figures(half(false)) },
  ])
  console.log(JSON.stringify({ bench: "context", ...figures(played.map(({ totals }) => totals)) }))
}
