/** That every message which a conversation took in ends: answered, unrouted, or with a notice why not. */
import type { Address } from "../../../src/machines/address.ts"
import { kindOf } from "../../../src/machines/address.ts"
import type { ConversationEvent } from "../../../src/machines/events.ts"
import { allEnded, type Floor } from "../../../src/machines/conversation/floor.ts"
import type { Entry } from "../../../src/actors/journal.ts"
import type { Copy, Step } from "./journals.ts"
import type { Replies } from "./replies.ts"
import { violated } from "./violation.ts"

export class Endings {
  readonly #replies: Replies
  readonly #notices: Array<{ readonly of: Address; readonly channel: string; readonly text: string }> = []

  constructor(replies: Replies) {
    this.#replies = replies
  }

  step({ copy, entry, before, after }: Step): void {
    if (kindOf(copy.address) !== "conversation" || entry.event === null) return
    const event = entry.event as ConversationEvent
    if (event.type === "ANSWERED" && !this.#replies.said(event.turn, event.messages))
      violated("every accepted message ends", `${copy.address}: ${event.turn} was never said`)
    for (const [key, { effect }] of after.outbox)
      if (effect.type === "Notice" && !before.outbox.has(key))
        this.#notices.push({ of: copy.address, channel: effect.channel, text: effect.text })
    checkTally(copy.address, after.snapshot.context as Floor)
  }

  /** Whether nothing is under way in any conversation. */
  atRest(copies: ReadonlyMap<Address, Copy>): boolean {
    return [...copies.values()].every(
      ({ address, books }) => kindOf(address) !== "conversation" || allEnded(books.snapshot.context as Floor),
    )
  }

  /** `noticed`: whether a notice stands in a channel, or a log says why it does not. */
  rest(copies: ReadonlyMap<Address, Copy>, noticed: (channel: string, text: string) => boolean): void {
    for (const [of, floor, heard] of conversations(copies)) {
      const { messages, answered, unrouted } = floor.tally
      const open = Object.keys(floor.open)
      if (!allEnded(floor) || open.length > 0 || answered + unrouted !== messages)
        violated(
          "every accepted message ends",
          `${of}: ${JSON.stringify(floor.tally)}, open ${open.join(" ")}`,
        )
      if (floor.catchUp !== null)
        violated("every accepted message ends", `${of}: nobody was told what became of what was missed`)
      if (messages !== heard) violated("no acknowledged event lost", `${of} counts ${messages} messages`)
    }
    const silent = this.#notices.find(({ channel, text }) => !noticed(channel, text))
    if (silent !== undefined)
      violated("every accepted message ends", `${silent.of}: “${silent.text}” was never said`)
  }
}

/** Each with how many messages stand in its journal. */
const conversations = (
  copies: ReadonlyMap<Address, Copy>,
): ReadonlyArray<readonly [Address, Floor, heard: number]> =>
  [...copies.values()]
    .filter(({ address }) => kindOf(address) === "conversation")
    .map(({ address, books, bodies }) => [
      address,
      books.snapshot.context as Floor,
      bodies.filter((body) => (JSON.parse(body) as Entry).event?.type === "MESSAGE").length,
    ])

/** At every step, what was heard has ended or is somewhere. */
const checkTally = (of: Address, { tally, inbox, open }: Floor): void => {
  const waiting = inbox.filter(({ via }) => via === null).length
  const underWay = Object.values(open).reduce((sum, { people }) => sum + people, 0)
  if (tally.messages !== tally.answered + tally.unrouted + waiting + underWay)
    violated(
      "every accepted message ends",
      `${of}: ${JSON.stringify(tally)}, ${waiting} wait, ${underWay} are under way`,
    )
}
