/** What is done about messages that were missed: how many of them are read, and which are still answered. */

export interface CatchUpPolicy {
  /** Nothing older is read, in ms. */
  readonly maxAge: number
  /** At most so many messages of one channel are read: the newest. */
  readonly maxMessages: number
  /** What is older is heard and not answered, in ms. */
  readonly answerWithin: number
}

export const catchUpPolicy: CatchUpPolicy = {
  maxAge: 24 * 60 * 60_000,
  maxMessages: 200,
  answerWithin: 10 * 60_000,
}
