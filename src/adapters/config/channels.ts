/** What holds in every channel, as the operator lays it down; the people of a channel set their own with `/mode` and `/context`. */
import type { Laid, Room } from "../../actors/performing/house.ts"
import { managerAsked, type Terms } from "../../actors/performing/model-terms.ts"
import { bounds, builtIn, Coordination, Mode } from "../../machines/conversation/settings.ts"
import { oneOf, path, snowflakes, whole, yesOrNo } from "./kinds.ts"
import { key, table, type Values } from "./tree.ts"

const live = { live: true }

/** Measured: `npm run bench -- context`. */
export const lentAtMost = 12

export const channels = table(
  "What holds in every channel where nobody has set anything else.",
  {
    mode: key(oneOf(...Mode.literals), {
      does: "Who answers: who is called by name (mentions), else by a trigger word (keywords), else whom the manager chooses (manager); every agent (all); nobody (off).",
      standard: builtIn.mode,
      env: "ORRERY_CHANNELS_MODE",
    }),
    answers: key(oneOf("together", "in turn"), {
      does: "Whether the answers of one message come together, or each when the one before it is said, which it may then read.",
      standard: "together",
      env: "ORRERY_CHANNELS_ANSWERS",
    }),
    at_once: key(whole(...bounds.atOnce), {
      does: "Answers that are under way at once in a channel.",
      standard: builtIn.atOnce,
      env: "ORRERY_CHANNELS_AT_ONCE",
    }),
    keep_lines: key(whole(...bounds.kept), {
      does: "The last lines of a channel that are kept.",
      standard: builtIn.kept,
      env: "ORRERY_CHANNELS_KEEP_LINES",
    }),
    lend_lines: key(whole(...bounds.lent), {
      does: "Of these, the lines that an agent is lent for one answer, at most, unless its brain says `context`. Which, `models.context` says.",
      standard: lentAtMost,
      env: "ORRERY_CHANNELS_LEND_LINES",
    }),
    allow: key(snowflakes, {
      does: "Channels or categories in which agents listen, and in no others.",
      standard: null,
      without: "everywhere",
      example: '["300000000000000001"]',
      env: "ORRERY_CHANNELS_ALLOW",
    }),
    deny: key(snowflakes, {
      does: "Channels or categories in which they do not. What is nearer counts: the thread, its channel, its category.",
      standard: null,
      without: "nowhere",
      example: '["300000000000000002"]',
      env: "ORRERY_CHANNELS_DENY",
    }),
    direct_messages: key(yesOrNo, {
      does: "Whether they listen in direct messages.",
      standard: true,
      env: "ORRERY_CHANNELS_DIRECT_MESSAGES",
    }),
  },
  live,
)

export const team = table(
  "The agents.",
  {
    brains: key(path, {
      does: "A directory with one Markdown file an agent.",
      standard: null,
      without: "brains in the directory where Orrery is started",
      example: '"brains"',
      env: "ORRERY_BRAINS",
      fixed: true,
    }),
    coordination: key(oneOf(...Coordination.literals), {
      does: "How the team works together when nobody is called by name: words and the manager decide (hybrid); one after the other in order (round_robin); the lead, who may hand parts on (supervisor); all in order, each after it has read the one before (pipeline); as hybrid, with the memory tidied while nobody talks (sleep_time).",
      standard: "hybrid",
      env: "ORRERY_TEAM_COORDINATION",
    }),
  },
  live,
)

export const manager = table(
  "Who chooses the agents that answer.",
  {
    visible: key(yesOrNo, {
      does: "Whether the manager says in the channel, in one line under its own name, whom it chose and why.",
      standard: builtIn.announced,
      env: "ORRERY_MANAGER_VISIBLE",
    }),
    read_all_sessions: key(yesOrNo, {
      does: "Whether it is shown what the agents last said with who asks, in whatever channel or direct message that was.",
      standard: false,
      env: "ORRERY_MANAGER_READ_ALL_SESSIONS",
    }),
    ask: key(oneOf(...managerAsked), {
      does: "Whether its model is asked of every message that is for nobody else (always), or only where no rule is more than 95 % sure (unsure): talk among people, mostly, is then left to people. On labelled messages held back that lost none of 33; on real channels it spares half of all questions to models.",
      standard: "always",
      env: "ORRERY_MANAGER_ASK",
    }),
  },
  live,
)

export interface Channels {
  readonly laid: Laid
  /** Null: everywhere. */
  readonly allow: ReadonlySet<string> | null
  readonly deny: ReadonlySet<string>
  readonly directMessages: boolean
  readonly managerReadsSessions: boolean
}

type Written = Values<(typeof channels)["keys"]>

export const channelsOf = (
  written: Written,
  managing: Values<(typeof manager)["keys"]>,
  { coordination, context }: Pick<Values<(typeof team)["keys"]>, "coordination"> & Pick<Terms, "context">,
): Channels => ({
  laid: {
    mode: written.mode,
    pace: written.answers === "in turn" ? "inTurn" : "together",
    atOnce: written.at_once,
    kept: written.keep_lines,
    lent: written.lend_lines,
    ...(context !== "plain" && { lends: "chosen" as const }),
    announced: managing.visible,
    coordination,
  },
  allow: written.allow && new Set(written.allow),
  deny: new Set(written.deny),
  directMessages: written.direct_messages,
  managerReadsSessions: managing.read_all_sessions,
})

/** Whether agents listen in a channel. A place that stands in both lists is denied. */
export const admits = (
  { allow, deny, directMessages }: Pick<Channels, "allow" | "deny" | "directMessages">,
  { channel, belongsTo, direct }: Room,
): boolean => {
  const nearest = [channel, ...belongsTo].find((id) => deny.has(id) || allow?.has(id) === true)
  if (nearest !== undefined) return !deny.has(nearest)
  return direct ? directMessages : allow === null
}
