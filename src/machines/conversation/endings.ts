/** How messages end: each with its last turn, as answered or as unrouted. */

/** How far a message is from its end. */
export interface Ending {
  /** Turns that are left. */
  readonly left: number
  /** Messages that it was answered with. */
  readonly replies: number
  /** How many messages of people end with it. */
  readonly people: number
  /** Lines that its agents have said, by id. */
  readonly said: ReadonlyArray<string>
}

/** Messages whose turns have not all ended, by id. */
export type Open = Readonly<Record<string, Ending>>

/** Every message of a person is counted in `messages` and, in the end, in `answered` or in `unrouted`. */
export interface Tally {
  readonly messages: number
  readonly answered: number
  readonly unrouted: number
  readonly replies: number
}

/** What an agent has said to a message: one line, as so many messages. */
export interface Said {
  readonly line: string
  readonly messages: number
}

/** A turn leaves its message; with the last one, the message is `over`. */
export const leave = (
  open: Open,
  message: string,
  said: Said | null = null,
): { readonly open: Open; readonly over: Ending | null } => {
  if (!Object.hasOwn(open, message)) return { open, over: null }
  const { [message]: before, ...others } = open
  const now: Ending = {
    ...before!,
    left: before!.left - 1,
    ...(said && { replies: before!.replies + said.messages, said: [...before!.said, said.line] }),
  }
  return now.left > 0 ? { open: { ...open, [message]: now }, over: null } : { open: others, over: now }
}

/** Messages end: of people's, those that an agent answered are counted as answered. */
export const ended = (tally: Tally, endings: ReadonlyArray<Ending | null>): Tally => {
  const people = (of: ReadonlyArray<Ending | null>) =>
    of.reduce((sum, ending) => sum + (ending?.people ?? 0), 0)
  const answered = people(endings.filter((ending) => ending !== null && ending.replies > 0))
  return {
    ...tally,
    answered: tally.answered + answered,
    unrouted: tally.unrouted + people(endings) - answered,
  }
}
