/** What a Discord message says to Orrery: who speaks, whom it calls, and whether it speaks to the team. Pure. */
import { MessageType } from "discord-api-types/v10"
import { SnowflakeUtil } from "discord.js"
import type { Away, Brain } from "../../machines/agent/brain.ts"
import { calledIn } from "../../machines/conversation/routing.ts"
import type { Line, Message as Heard } from "../../machines/values.ts"
import { matchedIn } from "../routing/triggers.ts"
import { isDraft } from "./drafts.ts"
import { speakerOf, unsigned, type Self } from "./persona.ts"
import { nameOf, noNames, readable, type Names } from "./readable.ts"
import type { Message } from "./shapes.ts"

/** What one must know to make sense of a message. */
export interface Listener {
  readonly self: Self
  readonly agents: ReadonlyArray<Brain>
  /** Those of the team that are not called; left out: there are none. */
  readonly away?: ReadonlyArray<Away>
  readonly names: Names
  /** The role that Discord made for the bot in this server: mentioning it is mentioning the bot. */
  readonly role: string | undefined
}

/**
 * A person's message as the conversation takes it; null for what nobody needs to hear: bots, webhooks, joins and pins,
 * and messages without a word (which all are that do not address the bot, where it may not read them).
 */
export const hear = (message: Message, listener: Listener): Heard | null => {
  if (!saidByPerson(message)) return null
  const { self, agents, away = [], names, role } = listener
  const text = readable(message, names)
  const spoken = withoutMentions(message.content)
  const called = answering(namedIn(message, listener), listener)
  const mentioned = message.mentions?.map(({ id }) => id) ?? []
  const toTeam =
    message.guild_id === undefined ||
    mentioned.includes(self.id) ||
    (role !== undefined && message.mention_roles?.includes(role) === true)
  if (text === "" && !toTeam && called.length === 0) return null
  return {
    id: message.id,
    channel: message.channel_id,
    guild: message.guild_id ?? null,
    author: { id: message.author.id, name: nameOf(message.author, message.member) },
    text,
    pinged: mentioned.filter((id) => id !== self.id),
    called,
    matched: answering(matchedIn(spoken, [...agents, ...away.map(({ brain }) => brain)]), listener),
    toTeam,
    via: null,
    ...(message.referenced_message?.id === undefined ? {} : { repliesTo: message.referenced_message.id }),
  }
}

/** Ids of those of the team that a message calls by name, whether they are there or not. */
const namedIn = (message: Message, { self, agents, away = [], names }: Listener): ReadonlyArray<string> => {
  const all = away.length === 0 ? agents : [...agents, ...away.map(({ brain }) => brain)]
  const repliedTo = message.referenced_message ? speakerOf(message.referenced_message, self, all) : null
  const named = calledIn(withoutMentions(message.content), all)
  const roles = message.mention_roles?.map((id) => names.role(id)?.toLowerCase()) ?? []
  return all
    .filter(
      ({ id, name }) => named.includes(id) || id === repliedTo?.id || roles.includes(name.toLowerCase()),
    )
    .map(({ id }) => id)
}

/** Who answers for these: themselves, or who took their place; each once. */
const answering = (ids: ReadonlyArray<string>, { agents, away = [] }: Listener): ReadonlyArray<string> =>
  away.length === 0
    ? ids
    : [
        ...new Set(
          ids.flatMap((id) =>
            agents.some((brain) => brain.id === id)
              ? [id]
              : (away.find(({ brain }) => brain.id === id)?.successor?.id ?? []),
          ),
        ),
      ]

/** Of those that a person's message calls by name, who is not there. */
export const missedIn = (message: Message, listener: Listener): ReadonlyArray<Away> => {
  const { away = [] } = listener
  if (away.length === 0 || !saidByPerson(message)) return []
  const named = namedIn(message, listener)
  return away.filter(({ brain, standing }) => standing !== "planned" && named.includes(brain.id))
}

/**
 * A message of a channel's past as an agent may read it; null for other bots, for notices of ours, for answers that are
 * still written, and for no words.
 */
export const lineOf = (message: Message, self: Self, agents: ReadonlyArray<Brain>): Line | null => {
  const speaker = speakerOf(message, self, agents)
  if (speaker === null && !saidByPerson(message)) return null
  if (speaker !== null && isDraft(message.content)) return null
  const content = speaker === null ? message.content : unsigned(message, speaker)
  const text = readable({ ...message, content }, noNames)
  if (text === "") return null
  const author = speaker?.name ?? nameOf(message.author, message.member)
  return { id: message.id, author, brain: speaker?.id ?? null, text, at: timeOf(message.id) }
}

/** When what a Discord id names was made, in ms since 1970. */
export const timeOf = (id: string): number => SnowflakeUtil.timestampFrom(id)

const saidByPerson = ({ author, type, webhook_id }: Message): boolean =>
  webhook_id === undefined &&
  author.bot !== true &&
  (type === MessageType.Default || type === MessageType.Reply)

/** A person may be called like an agent: a ping of hers is not a call of its. */
const withoutMentions = (content: string): string => content.replace(/<(@[!&]?|#)\d+>/g, " ")
