/**
 * Once a round: agents of other shards that can be spared go back, a load above the average is shared, others are told of the own
 * load, and who lent agents asks for them. So loads stay near each other, and what got lost between two shards comes back.
 */
import { indexOf } from "./agents-index.ts"
import { nothing, tellPool, type Deed } from "./deed.ts"
import { ask, giveBack, mayAsk } from "./lending.ts"
import { average, loadOf, share } from "./loads.ts"
import type { Load } from "./loan.ts"
import type { Roll } from "./state.ts"

/** How far a load may be above the average before the shard borrows; and a change of it that others are told of. */
const [above, worthTelling] = [0.04, 0.02]

interface Loan {
  readonly agent: string
  readonly pool: string
  readonly loan: string
}

const byLoan = (agents: ReadonlyArray<Loan>) =>
  [...Map.groupBy(agents, ({ loan }) => loan).values()].map((all) => ({
    ...all[0]!,
    agents: all.map(({ agent }) => agent),
  }))

/** Free ones of others that it need not keep: what keeps its load at the average, all when nobody is served. */
const dispensable = (roll: Roll, own: Load, mean: number, at: number): ReadonlyArray<Loan> => {
  const enough = mean === 0 ? own.all : Math.floor(own.all - own.used / mean)
  return indexOf(roll.slots, at)
    .abroad.flatMap(({ key: agent, value: { state, lender } }) =>
      state === "free" && lender !== undefined ? [{ agent, pool: lender.shard, loan: lender.loan }] : [],
    )
    .slice(0, roll.queue.size > 0 ? 0 : Math.max(0, enough))
}

/** Once a round: what can be spared goes back, a load above the average is shared, others are told, and loans are asked for. */
export const balance = (roll: Roll, at: number): Deed => {
  const { others } = roll.lending
  if (others.length === 0) return nothing
  const before = loadOf(roll, at)
  const mean = average(roll, before)
  const back = dispensable(roll, before, mean, at)
  const slots = back.reduce((all, { agent }) => all.delete(agent), roll.slots)
  const own = { used: before.used, all: before.all - back.length }
  const tells = byLoan(back).map(({ pool, loan, agents }) => giveBack(roll, pool, loan, agents))
  const lent = indexOf(roll.slots, at).abroad.flatMap(({ key: agent, value: { lent } }) =>
    lent === undefined ? [] : [{ agent, pool: lent.to, loan: lent.loan }],
  )
  const loans = byLoan(lent).map(({ pool, loan, agents }) =>
    tellPool(pool, { type: "LOAN", pool: roll.shard, loan, agents }),
  )
  const { said } = roll.lending
  const isNews = said === null || said.all !== own.all || Math.abs(share(said) - share(own)) >= worthTelling
  const news = isNews
    ? others.map((other) => tellPool(other, { type: "LOAD", pool: roll.shard, ...own }))
    : []
  const now = { ...roll, slots, lending: { ...roll.lending, said: isNews ? own : said } }
  const short = mean === 0 ? 0 : Math.ceil(own.used / mean - own.all)
  const isAbove = share(own) > mean + above && short > 0
  const wish = isAbove && mayAsk(now, at) ? ask(now, short, null, at) : nothing
  return {
    tells: [...tells, ...loans, ...news, ...wish.tells],
    change: { slots, lending: now.lending, ...wish.change },
  }
}
