/** What one person said, and what they were answered, as journals and archives have it. Pure. */
import { saidAt } from "../../machines/values.ts"

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export interface Said {
  readonly id: string
  readonly channel: string
  /** Null: in direct messages. */
  readonly guild: string | null
  readonly text: string
  /** In ms since 1970. */
  readonly at: number
}

export interface Answer {
  /** The message that it answers. */
  readonly message: string
  readonly agent: string
  readonly text: string
}

/** Collects them from whatever it is shown, each once, as they read last. */
export class Transcript {
  readonly #user: string
  readonly #said = new Map<string, Said>()
  readonly #answers = new Map<string, Answer>()

  constructor(user: string) {
    this.#user = user
  }

  get messages(): ReadonlyArray<Said> {
    return [...this.#said.values()].toSorted((a, b) => a.at - b.at)
  }

  get answers(): ReadonlyArray<Answer> {
    return [...this.#answers.values()]
  }

  see(value: unknown): void {
    if (Array.isArray(value)) return value.forEach((one) => this.see(one))
    if (!isFields(value)) return
    const { id, author, channel, guild, text, via, scheduled, type, message, turn, brain } = value
    if (isFields(author) && author["id"] === this.#user && via === null && scheduled === undefined)
      this.#message(String(id), String(channel), typeof guild === "string" ? guild : null, String(text))
    if (type === "EDITED" && typeof message === "string") this.#edited(message, String(text))
    if (type === "ANSWERED" && typeof turn === "string") {
      const asked = turn.slice(0, Math.max(0, turn.indexOf(".")))
      if (this.#said.has(asked))
        this.#answers.set(turn, { message: asked, agent: String(brain), text: String(text) })
    }
    for (const inner of Object.values(value)) this.see(inner)
  }

  #message(id: string, channel: string, guild: string | null, text: string): void {
    if (!/^\d{1,20}$/.test(id) || this.#said.has(id)) return
    this.#said.set(id, { id, channel, guild, text, at: saidAt(id) })
  }

  #edited(id: string, text: string): void {
    const said = this.#said.get(id)
    if (said !== undefined) this.#said.set(id, { ...said, text })
  }
}
