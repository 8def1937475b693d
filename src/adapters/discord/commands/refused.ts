import { Data } from "effect"

/** It cannot be done; the sentence says to the person why, and what to do. */
export class CommandRefused extends Data.TaggedError("CommandRefused")<{ readonly sentence: string }> {}
