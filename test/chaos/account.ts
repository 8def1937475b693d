/** What became of every message that somebody said, and of every answer that stands. */
import { Effect } from "effect"
import { accountOf, type Account } from "../../src/adapters/feed/account.ts"
import { address } from "../../src/machines/address.ts"
import { saidAt } from "../../src/machines/values.ts"
import type { People, Standing } from "./people.ts"

/** A line for each. */
export interface Findings {
  /** The playground acknowledged it, and it was not heard or has not ended. */
  readonly lost: ReadonlyArray<string>
  /** Heard twice, answered twice under one turn, or standing a second time. */
  readonly duplicates: ReadonlyArray<string>
  readonly wrong: ReadonlyArray<string>
  /**
   * Answers in the same words as one that stood already. After a crash the channel is looked through for what was said, a
   * webhook's message bears no mark, and so the one counts for both.
   */
  readonly sameWords: ReadonlyArray<string>
  /**
   * Answers that stand a second time because a runner was frozen in the moment between its last look into the channel and the
   * sending, and sent when it went on: a webhook takes no nonce, so nothing can tell Discord that it has this one.
   */
  readonly late: ReadonlyArray<string>
}

/** How long after a runner goes on what it was about to send may arrive, in ms. */
const arrival = 1000

const twice = (list: ReadonlyArray<string>): ReadonlyArray<string> =>
  list.filter((item, n) => list.indexOf(item) !== n)

/** Under an agent's name, or signed with it; else the bot says something for itself, such as why nobody answers. */
const isAnswer = ({ content, webhook_id }: Standing): boolean =>
  webhook_id !== undefined || /^\*\*[^*\n]+:\*\*/.test(content)

const words = ({ author, content }: Standing): string => `${author.username}: ${content}`

const find = (
  channel: string,
  said: ReadonlySet<string>,
  { heard, answers, open }: Account,
  standing: ReadonlyArray<Standing>,
  thawed: ReadonlyArray<number>,
): Findings => {
  const all = [...answers].flatMap(([, its]) => its)
  const stands = new Map(standing.map((one) => [one.id, one]))
  const where = `in ${channel}`
  const counted = all.flatMap(({ messages }) => messages.flatMap((id) => stands.get(id) ?? []))
  const countedBy = Map.groupBy(counted, words)
  /** By who said it, and what: how many more stand than turns account for; fewer when one counts for two. */
  const surplus = [...Map.groupBy(standing.filter(isAnswer), words)].map(([text, ones]) => {
    const turns = countedBy.get(text)?.length ?? 0
    const wasLate = ({ id, webhook_id }: Standing) =>
      webhook_id !== undefined && thawed.some((at) => saidAt(id) >= at && saidAt(id) <= at + arrival)
    const more = ones.length - turns
    const late = turns > 0 && more > 0 ? Math.min(more, ones.filter(wasLate).length) : 0
    return { text, turns, more: more - late, late }
  })
  const lostAnswers = all.flatMap(({ turn, messages }) =>
    messages.filter((id) => !stands.has(id)).map((id) => `${turn} was said as ${id}, which does not stand`),
  )
  return {
    lost: [...said].flatMap((id) =>
      !heard.has(id)
        ? [`${id} ${where} was never heard`]
        : open.has(id)
          ? [`${id} ${where} has not ended`]
          : [],
    ),
    duplicates: [
      ...[...heard].filter(([, times]) => times > 1).map(([id]) => `${id} ${where} was heard twice`),
      ...twice(all.map(({ turn }) => turn)).map((turn) => `${turn} ${where} was answered twice`),
      ...surplus
        .filter(({ more, turns }) => more > 0 && turns > 0)
        .flatMap(({ text, turns, more }) =>
          Array.from({ length: more }, () => `beyond what ${turns} turns account for ${where}: ${text}`),
        ),
    ],
    wrong: [
      ...surplus
        .filter(({ more, turns }) => more > 0 && turns === 0)
        .map(({ text }) => `no turn accounts for what stands ${where}: ${text}`),
      ...lostAnswers.map((line) => `${line} ${where}`),
    ],
    sameWords: surplus.filter(({ more }) => more < 0).map(({ text }) => `${where}: ${text}`),
    late: surplus.filter(({ late }) => late > 0).map(({ text }) => `${where}: ${text}`),
  }
}

/** `thawed`: when runners that were frozen went on, in ms since 1970. */
export const findings = (people: People, thawed: ReadonlyArray<number>) =>
  Effect.gen(function* () {
    const all: Array<Findings> = []
    for (const channel of people.channels) {
      const account = yield* accountOf(address("conversation", channel))
      const standing = yield* Effect.promise(() => people.standing(channel))
      all.push(find(channel, people.said.get(channel) ?? new Set(), account, standing, thawed))
    }
    return {
      lost: all.flatMap(({ lost }) => lost),
      duplicates: all.flatMap(({ duplicates }) => duplicates),
      wrong: all.flatMap(({ wrong }) => wrong),
      sameWords: all.flatMap(({ sameWords }) => sameWords),
      late: all.flatMap(({ late }) => late),
    }
  })
