/** The pool and its agents, in words for who looks in Discord. */
import { total } from "../../../actors/watching/pool-figures.ts"
import type { Member, Standing } from "../../../actors/pools.ts"
import { classOf } from "../../../machines/pool/load.ts"
import { lasted } from "../../../machines/spans.ts"

const percent = (part: number, all: number): string => `${all === 0 ? 0 : Math.round((100 * part) / all)} %`
const turns = (count: number): string => (count === 1 ? "1 turn" : `${count} turns`)
const wait = (count: number): string => (count === 1 ? "1 turn waits" : `${count} turns wait`)

/** How the pool is, in a sentence. */
export const sentence = ({ shards }: Standing): string => {
  const all = total(shards.map(({ figures }) => figures))
  const { agents, used, waiting } = all
  if (agents === 0)
    return `There are no agents. ${waiting === 0 ? "Nobody waits for one." : `${wait(waiting)} for one.`}`
  const share = `**${used}** of ${agents} agents are used (${percent(used, agents)}); ${waiting === 0 ? "nobody waits" : wait(waiting)}.`
  const load = classOf(all)
  if (load === "scarce") return `${share} Agents are scarce: an operator should add some.`
  return load === "plenty" ? `${share} Fewer would do, if it stays so.` : share
}

const listed = (rows: ReadonlyArray<string>): string => (rows.length === 0 ? "none" : rows.join("\n"))

/** Fields of an embed: what the agents do, for what, of which tier, how they are, and how long is waited. */
export const fieldsOf = ({ shards, silent }: Standing, now: number) => {
  const { states, purposes, tiers, health, draining } = total(shards.map(({ figures }) => figures))
  const queue = shards.flatMap((shard) => shard.queue)
  const [waited, waitedMs, timedOut] = (["waited", "waitedMs", "timedOut"] as const).map((key) =>
    shards.reduce((sum, { ever }) => sum + ever[key], 0),
  ) as [number, number, number]
  const longest = Math.max(0, ...queue.map(({ since }) => now - since))
  return [
    field(
      "Agents",
      listed([
        `${states.busy} answering`,
        `${states.idle} idle with a server`,
        ...(states.leaving > 0 ? [`${states.leaving} leaving`] : []),
        ...(states.resting > 0 ? [`${states.resting} resting after a failure`] : []),
        `${states.free} free`,
        ...(draining > 0 ? [`${draining} of these drained, and going`] : []),
      ]),
    ),
    field(
      "By purpose",
      listed(
        Object.entries(purposes).map(
          ([purpose, { used, waiting }]) => `${purpose}: ${used}${waiting > 0 ? `; ${wait(waiting)}` : ""}`,
        ),
      ),
    ),
    field(
      "By tier",
      listed(Object.entries(tiers).map(([tier, { used, free }]) => `${tier}: ${used} used, ${free} free`)),
    ),
    field(
      "Health",
      listed(Object.entries(health).flatMap(([how, count]) => (count > 0 ? [`${count} ${how}`] : []))),
    ),
    field(
      "Queue",
      queue.length === 0 ? "empty" : `${turns(queue.length)}, the longest for ${lasted(longest)}`,
    ),
    field(
      "Waits so far",
      waited === 0
        ? "nobody had to wait"
        : `${turns(waited)}, ${(waitedMs / waited / 1000).toFixed(1)} s on average; ${timedOut} given up`,
    ),
    ...(silent.length === 0
      ? []
      : [field("Not known", `${silent.map((shard) => `pool/${shard}`).join(", ")} did not say how it is`)]),
  ]
}

const field = (name: string, value: string) => ({ name, value: value.slice(0, 1024), inline: true })

const marks: Readonly<Record<string, string>> = {
  free: "⚪",
  busy: "💬",
  idle: "💤",
  leaving: "🚪",
  resting: "🩹",
  lent: "🤝",
  gone: "⛔",
}
const does: Readonly<Record<string, string>> = {
  free: "free",
  busy: "answering",
  idle: "idle",
  leaving: "leaving",
  resting: "resting after a failure",
  lent: "lent to another shard",
  gone: "drained, gone",
}

/** One agent in a line. Of other servers than `here` it is not said which they are, unless the operator asks. */
export const lineOf = (member: Member, here: string | null): string => {
  const { agent, state, draining, guild, tier, health, since, served } = member
  const where =
    guild === null
      ? ""
      : here === null
        ? ` with server ${guild}`
        : guild === here
          ? " with this server"
          : " with another server"
  return [
    `${marks[state]} \`${agent}\` ${does[state]}${where}${draining ? ", drained: it goes then" : ""}`,
    tier,
    health,
    since === null ? "never used" : `since <t:${Math.floor(since / 1000)}:R>`,
    `served ${served}`,
  ].join(" · ")
}
