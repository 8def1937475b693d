/** What a policy knows of the guilds of a shard after the weeks before: the same policy, told the same, without a pool around it. */
import * as foresight from "../../src/machines/pool/foresight.ts"
import { usual } from "../../src/machines/pool/keep-alive.ts"
import { policies } from "../../src/machines/pool/policies/index.ts"
import type { PolicyName } from "../../src/machines/pool/policies/policy.ts"
import { Table } from "../../src/machines/table.ts"
import type { Arrivals } from "./arrivals.ts"
import { purposes } from "./guilds.ts"
import { week } from "./week.ts"

export const learnt = (
  { count, at, guild, holds, purpose }: Arrivals,
  history: number,
  name: PolicyName,
  idOf: (guild: number) => string,
  start: number,
): foresight.Foresight => {
  const policy = policies[name]
  const habits = new Map<number, string>()
  /** When the last of a guild's turns ends. */
  const ends = new Map<number, number>()
  let { lore } = policy
  for (let row = 0; row < count && at[row]! < history * week; row++) {
    const [home, now] = [guild[row]!, start + at[row]! * 1000]
    const alone = ends.get(home)
    const asked = purposes[purpose[row]!]!
    const idle = alone === undefined || alone > now ? null : now - alone
    const known = policy.asked(
      { habit: habits.get(home) ?? "", lore },
      { at: now, purpose: asked, usual: usual[asked], idle, held: 0 },
    )
    lore = known.lore
    habits.set(home, known.habit)
    ends.set(home, Math.max(alone ?? 0, now + holds[row]! * 1000))
  }
  const guilds = Object.fromEntries([...habits].map(([home, habit]) => [idOf(home), { last: [], habit }]))
  let of: foresight.Foresight = { ...foresight.nothing(name), lore, guilds: Table.of(guilds) }
  for (const home of habits.keys()) of = { ...of, ...foresight.alone(of, idOf(home), ends.get(home)!) }
  return of
}
