/** What `inbound.ts` of the adapter does with discord.js, on the simulated gateway: one shard's messages and commands as mail. */
import { Effect, FiberSet, Schedule } from "effect"
import { heardUntil } from "../../../src/actors/heard.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import { Store } from "../../../src/actors/store.ts"
import { makeBackfill } from "../../../src/adapters/discord/backfill.ts"
import { hear } from "../../../src/adapters/discord/hearing.ts"
import { makeLanes } from "../../../src/adapters/discord/lanes.ts"
import { noNames } from "../../../src/adapters/discord/readable.ts"
import { catchUpPolicy } from "../../../src/adapters/discord/policy.ts"
import { DiscordRest } from "../../../src/adapters/discord/rest.ts"
import type { Message } from "../../../src/adapters/discord/shapes.ts"
import { address } from "../../../src/machines/address.ts"
import type { Missed } from "../../../src/machines/values.ts"
import { gatewayShards } from "../cluster.ts"
import type { Machine } from "../machine.ts"
import type { Gateway, Interaction, Session } from "./gateway.ts"

/** As in `commands/command.ts` of the adapter. */
const patience = Schedule.exponential("200 millis").pipe(Schedule.jittered, Schedule.upTo({ times: 5 }))

export interface Ears {
  readonly open: (shard: number) => void
  readonly close: (shard: number) => void
}

/** `onHeard`: a message is on its way to its conversation. */
export const makeEars = (machine: Machine, gateway: Gateway, onHeard: (message: string) => void) =>
  Effect.gen(function* () {
    const rest = yield* DiscordRest
    const { agents } = yield* Roster
    const mail = yield* Mail
    const lanes = yield* makeLanes
    const run = yield* FiberSet.makeRuntime<Store>()
    const sessions = new Map<number, Session>()
    const wanted = new Set<number>()

    const hearMessage = (said: Message, missed?: Missed): boolean => {
      const message = hear(said, { self: rest.self, agents, names: noNames, role: undefined })
      if (message === null) return false
      const { id, channel } = message
      onHeard(id)
      lanes.offer(address("conversation", channel), {
        id: `discord:${id}`,
        cause: id,
        event: { type: "MESSAGE", message, ...(missed && { missed }) },
      })
      return true
    }

    const heardAll = (channel: string, newest: string, more: boolean): void =>
      lanes.offer(address("conversation", channel), {
        id: `caught-up:${channel}:${newest}`,
        cause: newest,
        event: { type: "CAUGHT_UP", more },
      })

    const command = ({ id, command, channel, by }: Interaction) =>
      mail
        .tell(address("conversation", channel), {
          id: `discord:${id}`,
          cause: id,
          event: { type: command, by },
        })
        .pipe(Effect.retry({ schedule: patience, while: ({ _tag }) => _tag !== "Poisoned" }), Effect.ignore)

    const listen = (shard: number) =>
      Effect.gen(function* () {
        const since = yield* heardUntil.pipe(Effect.retry(Schedule.spaced("1 second")))
        if (!wanted.has(shard) || sessions.has(shard)) return
        const backfill = makeBackfill({
          rest,
          policy: catchUpPolicy,
          now: () => Date.now(),
          since,
          silentFrom: undefined,
          newestIn: () => undefined,
          unheardIn: () => [],
          hear: hearMessage,
          heardAll,
          room: lanes.room,
        })
        const session = gateway.identify(machine, shard, (dispatch) => {
          if (sessions.get(shard) !== session) return
          switch (dispatch.t) {
            case "READY":
              backfill.sessionBegins({ shard: [shard, gatewayShards] })
              return void run(backfill.readMissed(shard))
            case "MESSAGE_CREATE":
              return backfill.came(dispatch.message as Message)
            case "INTERACTION_CREATE":
              return void run(command(dispatch.interaction))
          }
        })
        sessions.set(shard, session)
      })

    const close = (shard: number): void => {
      wanted.delete(shard)
      const session = sessions.get(shard)
      sessions.delete(shard)
      if (session !== undefined) gateway.close(session)
    }

    yield* Effect.addFinalizer(() => Effect.sync(() => [...wanted].forEach(close)))
    return {
      open: (shard: number) => {
        wanted.add(shard)
        run(listen(shard))
      },
      close,
    } satisfies Ears
  })
