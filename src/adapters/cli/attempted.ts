import { Effect } from "effect"

/** A failed promise is an error to be told in its own words; the command line knows those with a `_tag`. */
export const attempted = <A>(work: () => Promise<A>): Effect.Effect<A, Error> =>
  Effect.tryPromise({ try: work, catch: (error) => error as Error })
