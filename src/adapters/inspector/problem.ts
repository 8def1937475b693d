import { Data } from "effect"

/** A question that has no answer: an HTTP status, and a sentence for who asked. */
export class Problem extends Data.TaggedError("Problem")<{
  readonly status: 400 | 403 | 404 | 409 | 500 | 503
  readonly message: string
}> {}
