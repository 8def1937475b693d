/**
 * What each brain has done, from what agents and conversations commit: turns it was given and how they ended, tokens as the models
 * report them, what they cost where a price is known. Whoever answers for a deprecated one is counted for it.
 */
import type { AnyMachineSnapshot } from "xstate"
import { kindOf } from "../../machines/address.ts"
import type { AgentContext } from "../../machines/agent/context.ts"
import type { Team } from "../../machines/agent/brain.ts"
import type { Done } from "../../machines/team/roster-events.ts"
import { nothingDone, together } from "../../machines/team/roster.ts"
import type { Usage } from "../../machines/values.ts"
import { decodeEntry } from "../journal.ts"
import type { Price } from "../performing/model-terms.ts"
import { answerer } from "../performing/roster.ts"
import type { Observation } from "./observer.ts"

/** What is read of a model's answer. */
interface Paid {
  readonly usage: Usage
  readonly model?: string
}

/** What an answer cost: nothing is known of a model that has no price. */
const costOf = (
  { input, output }: Usage,
  model: string | undefined,
  prices: ReadonlyArray<Price>,
): Partial<Done> => {
  const price = prices.find((one) => one.model === model)
  return price === undefined
    ? { input, output, unpriced: input + output }
    : { input, output, cost: (input * price.input + output * price.output) / 1e6 }
}

export class BrainFigures {
  readonly #team: Team
  readonly #prices: () => ReadonlyArray<Price>
  #done = new Map<string, Done>()

  constructor(team: Team, prices: () => ReadonlyArray<Price>) {
    this.#team = team
    this.#prices = prices
  }

  /** What was counted since the last time. */
  take(): Readonly<Record<string, Done>> {
    const done = Object.fromEntries(this.#done)
    this.#done = new Map()
    return done
  }

  see({ address, entries, before, through }: Observation): void {
    const kind = kindOf(address)
    if (kind !== "agent" && kind !== "conversation") return
    for (const [n, { body }] of entries.entries())
      if (kind === "agent") this.#inAgent(body, through[n - 1] ?? before, through[n]!)
      else if (body.includes('"type":"ROUTED"')) this.#inConversation(body)
  }

  #inAgent(body: string, was: AnyMachineSnapshot, is: AnyMachineSnapshot): void {
    const [before, turn] = [(was.context as AgentContext).turn, (is.context as AgentContext).turn]
    const begins = turn !== null && turn.id !== before?.id
    const ends = before !== null && turn?.id !== before.id
    if (!begins && !ends && !isPaid.test(body)) return
    const { at, event } = decodeEntry(body)
    if (ends) this.#count(before.brain, { [outcome(event?.type)]: 1 })
    if (begins) this.#count(turn.brain, { asked: 1, last: at })
    if ((event?.type === "THOUGHT" || event?.type === "WANTS") && before !== null && was.value !== is.value) {
      const { usage, model } = event as unknown as Paid
      this.#count(before.brain, costOf(usage, model, this.#prices()))
    }
    if (event?.type === "USED" && before !== null && was.context !== is.context) {
      const { usage } = event as unknown as Partial<Paid>
      if (usage !== undefined) this.#count(before.brain, costOf(usage, undefined, this.#prices()))
    }
  }

  /** What the manager's choice took. */
  #inConversation(body: string): void {
    const { manager } = this.#team
    const { at, event } = decodeEntry(body)
    if (manager === null || event?.type !== "ROUTED") return
    const { usage, model } = event as unknown as Partial<Paid>
    if (usage === undefined) return
    this.#count(manager.id, { asked: 1, answered: 1, last: at, ...costOf(usage, model, this.#prices()) })
  }

  #count(brain: string, more: Partial<Done>): void {
    const id = brain === this.#team.manager?.id ? brain : (answerer(brain, this.#team)?.id ?? brain)
    this.#done.set(id, together(this.#done.get(id) ?? nothingDone, { ...nothingDone, ...more }))
  }
}

/** A turn that somebody stops is nobody's failure. */
const outcome = (event: string | undefined): "answered" | "failed" | "stopped" =>
  event === "SAID" ? "answered" : event === "STOP" ? "stopped" : "failed"

/** What models said, and took for it: an answer, what is wanted done before, and what a tool asked of one. */
const isPaid = /"type":"(THOUGHT|WANTS|USED)"/
