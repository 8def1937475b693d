/**
 * Orrery's own caller: mail through Effect Cluster, over one socket to the runner. Who is told to come again does, under the
 * same id.
 */
import { Effect, ManagedRuntime, Redacted, Schedule } from "effect"
import { Mail, type Refused } from "../../../src/actors/mail.ts"
import { callerLayer } from "../../../src/adapters/cluster/caller.ts"
import { address } from "../../../src/machines/address.ts"
import type { Connect } from "../contender.ts"

export const connect: Connect = async (redis) => {
  const runtime = ManagedRuntime.make(callerLayer(Redacted.make(redis)))
  const mail = await runtime.runPromise(Mail)
  const run = Effect.runPromiseWith(await runtime.context())
  const again = <A>(asked: Effect.Effect<A, Refused>): Effect.Effect<A, Refused> =>
    Effect.retry(asked, {
      schedule: Schedule.spaced("20 millis"),
      times: 500,
      while: ({ _tag }) => _tag !== "Poisoned",
    })
  return {
    tell: (actor, event, nth) =>
      run(again(mail.tell(address("agent", actor), { id: `bench:${nth}`, cause: actor, event }))),
    look: async (actor) => {
      const { value, seq } = await run(again(mail.peek(address("agent", actor))))
      const { life } = value as { readonly life: string | Readonly<Record<string, string>> }
      return { life: typeof life === "string" ? life : Object.keys(life)[0]!, told: seq }
    },
  }
}
