/** People in the playground, who speak in many channels while everything breaks, and what stands there in the end. */
import { Schema } from "effect"
import { ADA, BEN, CLEO, GENERAL, LAUNCH, STRATEGY } from "../../src/adapters/playground/sample-world.ts"
import type { Dice } from "../simulation/dice.ts"

const rooms = [GENERAL.id, STRATEGY.id, LAUNCH.id]
const people = [ADA.id, BEN.id, CLEO.id]
/** Threads that there are from the beginning; and how many more are opened meanwhile, perhaps while nobody listens. */
const threads = 6
const later = { chance: 0.02, most: 40 }
/** How long the playground may take, in ms. */
const patience = 20_000

const WithId = Schema.Struct({ id: Schema.String })
const decodeId = Schema.decodeUnknownSync(WithId)
const Standing = Schema.Array(
  Schema.Struct({
    id: Schema.String,
    content: Schema.String,
    author: Schema.Struct({ username: Schema.String, bot: Schema.optionalKey(Schema.Boolean) }),
    webhook_id: Schema.optionalKey(Schema.String),
  }),
)
const decodeStanding = Schema.decodeUnknownSync(Standing)
export type Standing = (typeof Standing.Type)[number]

interface Channel {
  readonly id: string
  /** Who may speak there. */
  readonly people: ReadonlyArray<string>
}

const forms: ReadonlyArray<(n: number) => string> = [
  (n) => `@Writer, a tagline for tea number ${n}, please`,
  (n) => `@Analyst how do ${n} and ${n + 7} compare?`,
  (n) => `@Writer and @Strategist: what about launch ${n}?`,
  (n) => `I need a plan for week ${n}`,
  (n) => `Could somebody rewrite sentence ${n}?`,
  (n) => `I had soup again, the ${n}th time`,
]

export class People {
  /** Messages that the playground acknowledged, by channel. */
  readonly said = new Map<string, Set<string>>()
  readonly #origin: string
  readonly #dice: Dice
  #channels: Array<Channel> = []
  #count = 0

  constructor(origin: string, dice: Dice) {
    this.#origin = origin
    this.#dice = dice
  }

  get channels(): ReadonlyArray<string> {
    return this.#channels.map(({ id }) => id)
  }

  get messages(): number {
    return [...this.said.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** Opens threads and direct messages. */
  async open(): Promise<void> {
    this.#channels = rooms.map((id) => ({ id, people }))
    for (let n = 0; n < threads; n++) await this.#openThread()
    for (const as of people) this.#channels.push({ id: await this.#post("/page/dms", { as }), people: [as] })
  }

  async #openThread(): Promise<string> {
    const body = { as: ADA.id, name: `thread ${this.#channels.length}` }
    const id = await this.#post(`/page/channels/${this.#dice.pick(rooms)}/threads`, body)
    this.#channels.push({ id, people })
    return id
  }

  async #post(path: string, body: unknown): Promise<string> {
    const answer = await fetch(`${this.#origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.#origin },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    })
    if (!answer.ok) throw new Error(`the playground refused ${path}: ${await answer.text()}`)
    return decodeId(await answer.json()).id
  }

  /** Somebody says something: anywhere, or in a thread that is new. */
  async chat(): Promise<void> {
    const isNew = this.#channels.length < later.most && this.#dice.chance(later.chance)
    await this.speak(isNew ? await this.#openThread() : this.#dice.pick(this.channels))
  }

  /** Somebody says something here. */
  async speak(where: string): Promise<void> {
    const { people: present } = this.#channels.find(({ id }) => id === where)!
    const content = this.#dice.pick(forms)(++this.#count)
    const id = await this.#post(`/page/channels/${where}/messages`, { as: this.#dice.pick(present), content })
    const said = this.said.get(where)
    if (said === undefined) this.said.set(where, new Set([id]))
    else said.add(id)
  }

  /** What agents, and the bot for them or for itself, have said in a channel. */
  async standing(channel: string): Promise<ReadonlyArray<Standing>> {
    const all: Array<Standing> = []
    for (let before = ""; ;) {
      const url = `${this.#origin}/api/v10/channels/${channel}/messages?limit=100${before && `&before=${before}`}`
      const answer = await fetch(url, {
        headers: { authorization: "Bot playground" },
        signal: AbortSignal.timeout(patience),
      })
      const page = decodeStanding(await answer.json())
      all.push(...page.filter(({ author }) => author.bot === true))
      if (page.length < 100) return all
      before = page.at(-1)!.id
    }
  }
}
