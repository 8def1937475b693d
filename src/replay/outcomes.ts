/** What a recording came to, for people: what was said, what it took, and where everybody stands. */
import type { Owed } from "../actors/journal.ts"
import { decodeEntry } from "../actors/journal.ts"
import type { Address } from "../machines/address.ts"
import type { Bundle } from "./bundle.ts"
import { replayed } from "./replay.ts"

export interface Said {
  readonly channel: string
  /** The agent; null: the bot itself. */
  readonly brain: string | null
  readonly text: string
}

export interface Outcomes {
  /** In the order in which Discord had them. */
  readonly messages: ReadonlyArray<Said>
  readonly tokens: { readonly input: number; readonly output: number }
  /** Where each actor stands at the end. */
  readonly states: Readonly<Record<Address, unknown>>
}

const spoken = ({ effect }: Owed): Said | null =>
  effect.type === "Say"
    ? { channel: effect.turn.message.channel, brain: effect.turn.brain, text: effect.text }
    : effect.type === "Notice"
      ? { channel: effect.channel, brain: null, text: `${effect.about} ${effect.text}` }
      : null

/** Of the logs as far as they replay. */
export const outcomesOf = (bundle: Bundle): Outcomes => {
  const messages: Array<Said & { readonly at: number }> = []
  const tokens = { input: 0, output: 0 }
  const states: Record<Address, unknown> = {}
  for (const log of bundle) {
    const { standing } = replayed(log, ({ body }, before) => {
      const { acked, at, event, settles } = decodeEntry(body)
      if (event !== null && "usage" in event) {
        const { input, output } = event["usage"] as Outcomes["tokens"]
        tokens.input += input
        tokens.output += output
      }
      const done = event?.type === "SAID" && settles !== null ? [settles, ...acked] : acked
      for (const key of done) {
        const owed = before.books.outbox.get(key)
        const said = owed === undefined ? null : spoken(owed)
        if (said !== null) messages.push({ ...said, at })
      }
    })
    if (standing !== null) states[log.address] = standing.books.snapshot.value
  }
  return {
    messages: messages.toSorted((a, b) => a.at - b.at).map(({ at: _, ...said }) => said),
    tokens,
    states,
  }
}
