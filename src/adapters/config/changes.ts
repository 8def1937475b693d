/** What differs between the configuration of before and the new one, and when it takes effect. Pure. */
import { sameValue, writtenAs, type Loaded } from "./load.ts"
import { revealed } from "./tools.ts"

export interface Changes {
  /** A phrase each: `retention.keep_days = 31 (was 30)`, `partners`. */
  readonly atOnce: ReadonlyArray<string>
  /** Keys: `playground.port`. */
  readonly atNextStart: ReadonlyArray<string>
}

/** What waits for the next start is told against what runs, which is `first`. */
export const changesBetween = (before: Loaded, after: Loaded, first: Loaded): Changes => {
  const changed = after.entries.flatMap((entry, n) => {
    const old = before.entries[n]!
    return sameValue(old, entry)
      ? []
      : [{ entry, old, running: first.entries[n]!, name: `${entry.section}.${entry.key}` }]
  })
  return {
    atOnce: [
      ...changed
        .filter(({ entry }) => entry.live)
        .map(
          ({ entry, old, name }) =>
            `${name} = ${writtenAs(entry) ?? "not set"} (was ${writtenAs(old) ?? "not set"})`,
        ),
      ...(same(before.live.partners, after.live.partners) ? [] : ["partners"]),
      ...(same([...before.live.templates], [...after.live.templates]) ? [] : ["templates"]),
      ...(same(after.live.workflows, before.live.workflows) ? [] : ["workflows"]),
      ...(revealed(before.live.tools) === revealed(after.live.tools) ? [] : ["tools"]),
      ...(same(after.live.permissions, before.live.permissions) ? [] : ["permissions"]),
      ...(same(after.live.models.prices, before.live.models.prices) ? [] : ["models.prices"]),
      ...(same(after.live.models.limits, before.live.models.limits) ? [] : ["models.limits"]),
      ...(same(ownBudgets(before), ownBudgets(after)) ? [] : ["budgets of their own"]),
    ],
    atNextStart: [
      ...changed
        .filter(({ entry, running }) => !entry.live && !sameValue(entry, running))
        .map(({ name }) => name),
      ...(same(after.settings.kits, first.settings.kits) ? [] : ["pool.kits"]),
    ],
  }
}

const ownBudgets = ({ live }: Loaded) =>
  [live.budgets.guilds, live.budgets.users, live.budgets.agents].map(({ byId }) => [...byId])

/** They are plain data, made in one place: the same keys in the same order. */
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
