/** How an agent appears in Discord: the name over its messages, and which agent a message is from. */
import type { Brain } from "../../machines/agent/brain.ts"
import type { Saying } from "./shapes.ts"

/** The bot as Discord knows it: its user, and the application that owns its webhooks. */
export interface Self {
  readonly id: string
  readonly application: string
}

/**
 * A name that a webhook may bear: at most 80 characters, without "clyde" or "discord".
 * https://discord.com/developers/docs/resources/webhook#create-webhook
 */
export const personaName = (name: string): string => {
  const allowed = name
    .replace(/clyde/gi, (word) => `${word.slice(0, 2)}-${word.slice(2)}`)
    .replace(/discord/gi, (word) => `${word.slice(0, 3)}-${word.slice(3)}`)
    .replace(/\s+/g, " ")
    .trim()
  return [...allowed].slice(0, 80).join("").trim() || "Agent"
}

/** Where the bot itself must say it: who speaks, then what. A block of Markdown keeps a line of its own. */
export const signed = (brain: Brain, text: string): string =>
  `${signature(brain)}${/^(```|[#>*-]|\d+\.)/.test(text) ? "\n" : " "}${text}`

const signature = (brain: Brain): string => `**${personaName(brain.name)}:**`

/** The room that a signature takes from a message, in characters. */
export const signatureLength = (brain: Brain): number => signature(brain).length + 1

/** The agent that said it, through one of our webhooks or signed by the bot; null when none of ours did. */
export const speakerOf = (saying: Saying, self: Self, agents: ReadonlyArray<Brain>): Brain | null => {
  const { author, content, webhook_id, application_id } = saying
  const is =
    webhook_id !== undefined
      ? ({ name }: Brain) => application_id === self.application && author.username === personaName(name)
      : (brain: Brain) => author.id === self.id && content.startsWith(signature(brain))
  return agents.find(is) ?? null
}

/** What an agent said, without the signature that the bot may have put before it. */
export const unsigned = (saying: Saying, brain: Brain): string =>
  saying.webhook_id === undefined ? saying.content.slice(signatureLength(brain)) : saying.content
