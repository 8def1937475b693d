/** Everything that is kept about one person, as they read it: their own words and settings, and nothing of others. */
import { Context, Effect, Layer, Schema } from "effect"
import { address, idOf, kindOf, type Address } from "../../machines/address.ts"
import type { Allowance } from "../../machines/budget/allowance.ts"
import type { ConstellationContext } from "../../machines/constellation/constellation.ts"
import type { PartnersContext } from "../../machines/constellation/partners.ts"
import type { Floor } from "../../machines/conversation/floor.ts"
import type { ArchiveContext } from "../../machines/memory/archive.ts"
import type { KnowledgeContext } from "../../machines/memory/knowledge.ts"
import { ASK } from "../../machines/permit/events.ts"
import type { Permit } from "../../machines/permit/kept.ts"
import { pastOf } from "../../machines/memory/memory.ts"
import type { GuildContext } from "../../machines/team/guild.ts"
import type { Poll } from "../../machines/team/poll.ts"
import { Caches } from "../caching/caches.ts"
import type { ArchiveFailed } from "../keeping/archive.ts"
import { ledgerOf } from "../steppers.ts"
import { Store, type StoreUnavailable } from "../store.ts"
import { eachArchived, eachKept, lookThrough } from "./looking.ts"
import { Transcript } from "./said.ts"
import { isTheirWork, ownOf } from "./theirs.ts"
import { holds } from "./traces.ts"

/** One part of it; `items` are plain JSON. */
export interface Part {
  readonly part: string
  /** What it is, for whose it is. */
  readonly what: string
  readonly items: ReadonlyArray<unknown>
}

export class Belongings extends Context.Service<
  Belongings,
  {
    /** Goes through all that is stored, and wakes nobody. A part of which there is nothing is there, and empty. */
    readonly of: (user: string) => Effect.Effect<ReadonlyArray<Part>, StoreUnavailable | ArchiveFailed>
  }
>()("orrery/actors/Belongings") {
  static readonly layer: Layer.Layer<Belongings, never, Store> = Layer.effect(
    Belongings,
    Effect.gen(function* () {
      const ports = yield* Effect.context<Store>()
      return { of: (user) => Effect.provide(belongingsOf(user), ports) }
    }),
  )
}

const contextOf = <C>(of: Address) =>
  Effect.gen(function* () {
    const claim = yield* (yield* Store).peek(of)
    if (claim === null) return null
    return yield* Effect.try(() => ledgerOf(of, claim).books.snapshot).pipe(
      Effect.map((snapshot) => ({ snapshot, context: snapshot.context as C })),
      Effect.orElseSucceed(() => null),
    )
  })

const mind = ({
  memory,
  records,
  sessions,
  digests,
  agents,
  later,
  groups,
  own,
  user,
  rulings = [],
}: ConstellationContext) => ({
  constellation: [{ name: user.name, agents, later, groups, own }],
  memory: memory.map((block) => ({
    ...block,
    past: pastOf({ memory, records }, block).map(({ at, came, by, text }) => ({
      at,
      came,
      by: "agent" in by ? by.agent : "you",
      text,
    })),
  })),
  sessions: Object.entries(sessions).flatMap(([agent, exchanges]) =>
    exchanges.map((exchange) => ({ agent, ...exchange })),
  ),
  permissions: rulings.map(({ rule, channel, at }) => ({ ...rule, channel, at })),
  digests: Object.entries(digests).map(([agent, digest]) => ({ agent, ...digest })),
})

const isAsk = Schema.is(Schema.Struct({ event: ASK }))

/** Calls of a tool that were to be made for them, all that the journal has, and what was said of the last ones. */
const permitOf = (of: Address, { outcome }: Permit) =>
  Effect.gen(function* () {
    const calls: Array<unknown> = []
    yield* eachKept(of, (kept) => {
      if (isAsk(kept)) calls.push({ tool: kept.event.use.tool, input: kept.event.use.input })
    })
    return { what: "permit", id: idOf(of), calls, verdict: outcome?.verdict }
  })

/** What they put to others, in their words; not what others made of it. */
const workOf = (of: Address, context: Readonly<Record<string, unknown>>) => {
  const inner = context["ballot"] ?? context["motion"] ?? context["timetable"] ?? context["recap"] ?? context
  const { question, options, topic, task, prompt, said, zone, channel, guild } = inner as Record<
    string,
    unknown
  >
  const words = { question, options, topic, task, prompt, said, zone, channel, guild }
  return { what: kindOf(of), id: idOf(of), ...words }
}

interface Gathered {
  readonly facts: Array<unknown>
  readonly workflows: Array<unknown>
  readonly works: Array<unknown>
  readonly votes: Array<unknown>
  readonly partner: Array<unknown>
  readonly halts: Array<unknown>
  readonly rulings: Array<unknown>
  readonly elsewhere: Array<unknown>
}

const gather = (of: Address, user: string, into: Gathered) =>
  Effect.gen(function* () {
    const found = yield* contextOf<never>(of)
    if (found === null) return
    const { snapshot } = found
    const isTheirs = ({ by }: { readonly by: { readonly id: string } }) => by.id === user
    switch (kindOf(of)) {
      case "knowledge": {
        const { facts } = snapshot.context as KnowledgeContext
        for (const { label, text, at } of facts.filter(isTheirs))
          into.facts.push({ channel: idOf(of), label, text, at })
        return
      }
      case "guild": {
        const { plans, rulings = [] } = snapshot.context as GuildContext
        for (const { plan, at } of plans.filter(isTheirs)) into.workflows.push({ server: idOf(of), plan, at })
        for (const { rule, channel, at } of rulings.filter(isTheirs))
          into.rulings.push({ server: idOf(of), ...rule, channel, at })
        return
      }
      case "partners": {
        const mine = (snapshot.context as PartnersContext).partners[user]
        if (mine !== undefined)
          into.partner.push({ template: mine.template, server: mine.guild, since: mine.at })
        return
      }
      case "conversation": {
        const { halted } = snapshot.context as Floor
        if (halted !== null && isTheirs(halted)) into.halts.push({ channel: idOf(of), at: halted.at })
        return
      }
    }
    if (isTheirWork(of, snapshot, user))
      into.works.push(
        kindOf(of) === "permit" ? yield* permitOf(of, snapshot.context) : workOf(of, snapshot.context),
      )
    else if (kindOf(of) !== "vote") into.elsewhere.push({ where: of })
    if (kindOf(of) === "vote") {
      const { votes, ballot } = snapshot.context as Poll
      const vote = votes[user]
      if (vote !== undefined) into.votes.push({ vote: idOf(of), option: ballot?.options[vote.option] })
    }
  })

const belongingsOf = (user: string) =>
  Effect.gen(function* () {
    const transcript = new Transcript(user)
    const bearsId = holds({ id: user, texts: [] })
    const own = new Set<string>(ownOf(user))
    const { damaged } = yield* eachArchived(({ text, lines }) =>
      Effect.gen(function* () {
        if (bearsId(yield* text)) for (const line of yield* lines) transcript.see(line)
      }),
    )
    for (const { message } of damaged)
      yield* Effect.logWarning(`What is kept of somebody is told without an archived log: ${message}`)
    const into: Gathered = {
      facts: [],
      workflows: [],
      works: [],
      votes: [],
      partner: [],
      halts: [],
      rulings: [],
      elsewhere: [],
    }
    const { found } = yield* lookThrough(bearsId)
    for (const of of found) {
      if (own.has(of) || kindOf(of) === "departure") continue
      yield* eachKept(of, (kept) => transcript.see(kept))
      yield* gather(of, user, into)
    }
    const constellation = yield* contextOf<ConstellationContext>(address("constellation", user))
    const kept = constellation === null ? null : mind(constellation.context)
    const archive = yield* contextOf<ArchiveContext>(address("archive", user))
    const budget = yield* contextOf<Allowance>(address("budget", `user-${user}`))
    const cached = yield* (yield* Caches)
      .belongingTo(user)
      .pipe(
        Effect.catch(({ message }) =>
          Effect.as(Effect.logWarning(`An export is without the caches: ${message}`), []),
        ),
      )
    const part = (name: string, what: string, items: ReadonlyArray<unknown> = []): Part => ({
      part: name,
      what,
      items,
    })
    return [
      part("constellation", "your agents, groups, and what you changed about them", kept?.constellation),
      part("memory", "blocks of memory, with their past", kept?.memory),
      part("sessions", "what you asked each agent and were answered, lately", kept?.sessions),
      part("digests", "what the older parts of your sessions came to", kept?.digests),
      part("archive", "what you asked and were answered before that", archive?.context.exchanges),
      part("messages", "messages of yours that conversations remember", transcript.messages),
      part("answers", "answers of agents to those", transcript.answers),
      part("facts", "facts that you set for a channel", into.facts),
      part("workflows", "workflows that you defined", into.workflows),
      part("works", "votes, debates, schedules and the like that you began", into.works),
      part("votes", "what you voted for in others' votes", into.votes),
      part("partner", "that you are a partner of a server", into.partner),
      part("cached", "what was kept for you so that it need not be asked for again", cached),
      part("permissions", "what you said of tools for good, for yourself and for servers", [
        ...(kept?.permissions ?? []),
        ...into.rulings,
      ]),
      part("halts", "conversations that you halted", into.halts),
      part(
        "budget",
        "tokens that you used on the last day that counts",
        budget === null ? [] : [{ used: budget.context.used, of: budget.context.tokens }],
      ),
      part(
        "unread",
        "archived logs that do not read: whether something of yours is in them is not known",
        damaged.map(({ segment: { from, to } }) => ({ from, to })),
      ),
      part("elsewhere", "where else your id stands, beside the words above", into.elsewhere),
    ]
  })
