/** What agents said in Discord: no reply stands twice, and what a conversation takes for said stands there. */
import { isDraft } from "../../../src/adapters/discord/drafts.ts"
import type { Message } from "../discord/guilds.ts"
import { marks } from "../model.ts"
import { violated } from "./violation.ts"

interface Stood {
  readonly message: string
  readonly by: string
  readonly at: number
}

export interface Sending {
  readonly by: string
  readonly message: Message
  readonly at: number
  /** When the process decided to send it. */
  readonly decided: number
  /** Whether that process owned the agent of a turn when the message arrived. */
  readonly owned: (turn: string) => boolean
}

/** Between the look into a channel and the decision to send lie at most the way of an answer and a rate limit, in ms. */
const lookLasts = 30_000

export class Replies {
  /**
   * Replies that stand twice although their senders looked before they sent: a webhook knows no nonce, so that nothing
   * holds back what an owner of before sends late, and nobody sees what is on its way.
   */
  doubled = 0
  readonly #stood = new Map<string, Stood>()
  readonly #ofTurn = new Map<string, Set<string>>()
  readonly #looks = new Map<string, Array<number>>()
  readonly #strays = new Set<string>()
  readonly #note: (line: string) => void

  constructor(note: (line: string) => void) {
    this.#note = note
  }

  /** A process read what a channel says. */
  looked(by: string, channel: string, at: number): void {
    const looks = this.#looks.get(`${by} ${channel}`)
    if (looks === undefined) this.#looks.set(`${by} ${channel}`, [at])
    else looks.push(at)
  }

  /** Discord took a message, or another text for one. What is still written is no reply yet. */
  stands(sending: Sending): void {
    const { by, message, at } = sending
    const draft = draftedTurn(message)
    if (draft !== null) return this.#drafted(draft, sending)
    for (const [, turn, piece] of message.content.matchAll(marks)) {
      const key = `${turn}#${piece}`
      const before = this.#stood.get(key)
      this.#ofTurn.set(turn!, (this.#ofTurn.get(turn!) ?? new Set()).add(message.id))
      if (before === undefined) this.#stood.set(key, { message: message.id, by, at })
      else if (before.message !== message.id) this.#again(key, turn!, before, sending)
    }
  }

  /** Nobody can hold back what an owner of before sends late, and after its end nobody looks for it. */
  #drafted(turn: string, { by, message, owned }: Sending): void {
    if (owned(turn)) this.#strays.delete(message.id)
    else {
      this.#strays.add(message.id)
      this.#note(`stray: a draft of ${turn} by ${by}, who has it no more`)
    }
  }

  /** Whether a draft stands that somebody could know of. */
  isHalf(message: Message): boolean {
    return isDraft(message.content) && !this.#strays.has(message.id)
  }

  /** A sender that does not own the agent any more cannot know; one that does must have looked, and not have seen it. */
  #again(key: string, turn: string, before: Stood, { by, message, decided, owned }: Sending): void {
    const where = `${key} was said by ${before.by} and again by ${by}`
    const looked = this.#looks.get(`${by} ${message.channel_id}`)?.findLast((at) => at <= decided)
    const wasUnderWay = before.at > decided
    const wasUnseen = looked !== undefined && looked < before.at && looked > decided - lookLasts
    if (!wasUnderWay && !wasUnseen && (by === before.by || owned(turn)))
      violated("no reply stands twice", where)
    this.doubled++
    this.#note(`doubled: ${where}`)
  }

  /** Whether each of these messages of a turn stands. */
  said(turn: string, messages: ReadonlyArray<string>): boolean {
    return messages.every((id) => this.#ofTurn.get(turn)?.has(id) === true)
  }
}

/** The turn whose draft a message is; null: it is none. */
const draftedTurn = ({ content }: Message): string | null =>
  isDraft(content) ? ([...content.matchAll(marks)][0]?.[1] ?? null) : null
