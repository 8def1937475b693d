/** Simulated people: they speak in several channels, call agents in every way there is, and stop and resume conversations. */
import type { Brain } from "../../src/machines/agent/brain.ts"
import type { Dice } from "./dice.ts"
import { self, type Guilds, type Message, type User } from "./discord/guilds.ts"
import type { Interaction } from "./discord/gateway.ts"
import type { Timeline } from "./timeline.ts"

const people: ReadonlyArray<User> = ["Ada", "Grace", "Barbara", "Writer"].map((username, n) => ({
  id: `10000000000000000${n + 1}`,
  username,
}))

export interface Habits {
  /** How many things are said or commanded in all. */
  readonly utterances: number
  /** Pauses between two of them, in ms. */
  readonly pause: number
  /** How often one is followed by others at once. */
  readonly burst: number
  /** How often somebody stops a conversation, or resumes it, instead of saying something. */
  readonly stops: number
}

const filler = [
  "I see.",
  "Nice weather today!",
  "What do you think of it?",
  "Let us go on.",
  "`code` and more",
]

export class People {
  said = 0
  readonly #timeline: Timeline
  readonly #dice: Dice
  readonly #guilds: Guilds
  readonly #agents: ReadonlyArray<Brain>
  readonly #command: (interaction: Interaction) => void

  constructor(
    timeline: Timeline,
    dice: Dice,
    guilds: Guilds,
    agents: ReadonlyArray<Brain>,
    command: (interaction: Interaction) => void,
  ) {
    this.#timeline = timeline
    this.#dice = dice
    this.#guilds = guilds
    this.#agents = agents
    this.#command = command
  }

  /** Plans all that is said from now on: a greeting in each channel, then one thing after the other. `ended`: they fall silent. */
  begin({ utterances, pause, burst, stops }: Habits, ended: () => boolean): void {
    const channels = this.#dice.shuffled([...this.#guilds.channels.keys()]).slice(0, 1 + this.#dice.below(5))
    channels.forEach((channel, n) =>
      this.#timeline.after(4000 + 300 * n, () => this.#speak(this.#dice.pick(people), channel)),
    )
    let at = 5000
    for (let n = 0; n < utterances; n++) {
      if (!this.#dice.chance(burst)) at += this.#dice.exponential(pause)
      const channel = this.#dice.pick(channels)
      this.#timeline.after(at + this.#dice.below(20), () => {
        if (!ended()) this.#act(channel, stops)
      })
    }
  }

  #act(channel: string, stops: number): void {
    const person = this.#dice.pick(people)
    if (!this.#dice.chance(stops)) return this.#speak(person, channel)
    const command = this.#dice.chance(0.4) ? "HALT" : "RESUME"
    const by = { id: person.id, name: person.username }
    this.#command({ id: this.#guilds.newId(), command, channel, by })
  }

  #speak(author: User, channel_id: string): void {
    this.said++
    const agent = this.#dice.pick(this.#agents)
    const other = this.#dice.pick(this.#agents)
    const rest = this.#dice.pick(filler)
    const forms: ReadonlyArray<readonly [content: string, more?: Partial<Message>]> = [
      [`@${agent.name} ${rest}`],
      [`${agent.name}, ${rest}`],
      [`@${agent.name} and @${other.name}: ${rest}`],
      [`${rest} ${agent.triggers[0] ?? ""}`],
      [rest],
      [`<@${self.id}> ${rest}`, { mentions: [{ id: self.id, username: self.name }] }],
      this.#reply(channel_id, rest),
    ]
    const [content, more] = this.#dice.pick(forms)
    this.#guilds.post({ channel_id, content, author, mentions: [], ...more })
  }

  #reply(channel: string, content: string): readonly [string, Partial<Message>] {
    const last = this.#guilds.said(channel).findLast(({ webhook_id }) => webhook_id !== undefined)
    return [content, last === undefined ? {} : { referenced_message: last }]
  }
}
