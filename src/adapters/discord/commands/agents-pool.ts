/** `/agents pool`, `add`, `drain` and `restore`: the agents of the pool, who work behind those of the team. */
import { ButtonStyle, ComponentType } from "discord-api-types/v10"
import type { AutocompleteInteraction, ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import type { Refused } from "../../../actors/mail.ts"
import type { NoSuchAgent } from "../../../actors/pools.ts"
import { mayManage, type Given } from "./agents-may.ts"
import { markOf } from "./command.ts"
import { poolsHere, standingNow } from "./pool.ts"
import { lineOf, sentence } from "./pool-words.ts"
import { CommandRefused } from "./refused.ts"

/** Agents on a page: as many as fit into a message. */
const perPage = 15

export const poolPage = Effect.fnUntraced(function* (given: Given, wanted: number) {
  const isOperator = yield* mayManage(given)
  const standing = yield* standingNow
  const all = standing.shards.flatMap(({ members }) => members)
  const pages = Math.max(1, Math.ceil(all.length / perPage))
  const page = Math.min(wanted, pages)
  const lines = all
    .slice((page - 1) * perPage, page * perPage)
    .map((member) => lineOf(member, isOperator ? null : (given.guildId ?? "")))
  const foot = pages === 1 ? [] : [`-# page ${page} of ${pages}`]
  return {
    content: [sentence(standing), ...lines, ...foot].join("\n").slice(0, 2000),
    components: pages === 1 ? [] : [pager(page, pages)],
  }
})

const pager = (page: number, pages: number) => ({
  type: ComponentType.ActionRow as const,
  components: [
    { label: "◀ Before", to: page - 1, name: "before" },
    { label: "After ▶", to: page + 1, name: "after" },
  ].map(({ label, to, name }) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label,
    custom_id: `${markOf("agents")}|${to}|${name}`,
    disabled: to < 1 || to > pages,
  })),
})

export const add = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const count = interaction.options.getInteger("count", true)
  const pools = yield* poolsHere
  yield* Effect.mapError(pools.add(count, interaction.id), refused)
  yield* Effect.logInfo(`${interaction.user.id} added ${count} agents to the pool`)
  return {
    content: `➕ ${count === 1 ? "One agent is" : `${count} agents are`} added. ${sentence(yield* standingNow)}`,
  }
})

export const change = Effect.fnUntraced(function* (
  interaction: ChatInputCommandInteraction,
  what: "drain" | "restore",
) {
  const agent = interaction.options
    .getString("agent", true)
    .trim()
    .replace(/^agent\//, "")
  const pools = yield* poolsHere
  const { state } = yield* Effect.mapError(pools[what](agent, interaction.id), refused)
  yield* Effect.logInfo(`${interaction.user.id} asked for ${what} of agent/${agent}`)
  if (what === "restore") return { content: `↩️ \`${agent}\` serves again.` }
  const rest =
    state === "free" ? "It was free, and is gone." : "It ends what it does, gets nothing more, and goes."
  return { content: `⛔ \`${agent}\` is taken out. ${rest}` }
})

const refused = (error: Refused | NoSuchAgent): CommandRefused =>
  new CommandRefused({
    sentence:
      error._tag === "NoSuchAgent"
        ? error.reason
        : "The pool does not take that at the moment. Try again in a minute.",
  })

/** For `restore` those that were taken out, for `drain` the others. */
export const choicesInPool = (typed: string, interaction: AutocompleteInteraction) =>
  Effect.gen(function* () {
    yield* mayManage(interaction)
    const { shards } = yield* standingNow
    const wantsOut = interaction.options.getSubcommand(false) === "restore"
    return shards
      .flatMap(({ members }) => members)
      .filter(({ state, draining }) => (state === "gone" || draining) === wantsOut)
      .filter(({ agent }) => agent.includes(typed.trim()))
      .map(({ agent, state }) => ({ name: `${agent} (${state})`, value: agent }))
  })
