/** What Discord says which commands there are, and interactions that claim to be from where they are not. */
import { PermissionsBitField, type ChatInputCommandInteraction } from "discord.js"
import { Cause, Effect, Exit, Layer, Logger, Schema } from "effect"
import * as fc from "fast-check"
import { Mail } from "../../../src/actors/mail.ts"
import { commands as all } from "../../../src/adapters/discord/commands/commands.ts"
import { permitted } from "../../../src/adapters/discord/commands/policy.ts"
import { registerCommands } from "../../../src/adapters/discord/commands/register.ts"
import { RestFailed } from "../../../src/adapters/discord/rest-errors.ts"
import { DiscordRest } from "../../../src/adapters/discord/rest.ts"
import { anyJson, must, nearly, type Json } from "../inputs.ts"
import { target } from "../target.ts"
import { ada, self } from "./samples.ts"

const known = all.map(({ data }) => data) as unknown as Json

const registered = target(
  "discord commands: what Discord has",
  3,
  fc.oneof({ weight: 5, arbitrary: nearly(known) }, { weight: 1, arbitrary: anyJson }),
  async (found) => {
    const sent: Array<unknown> = []
    const rest = {
      self: { ...self, name: "orrery" },
      api: (shape: Schema.Decoder<unknown>, method: string, _: string, body: unknown) => {
        if (method === "PUT") sent.push(body)
        return Schema.decodeUnknownEffect(shape)(found).pipe(
          Effect.mapError(() => new RestFailed({ status: null, code: null, message: "none of Discord's" })),
        )
      },
    } as unknown as DiscordRest["Service"]
    const exit = await Effect.runPromiseExit(
      registerCommands.pipe(
        Effect.provide(Layer.mergeAll(Layer.succeed(DiscordRest, rest), Logger.layer([]))),
      ),
    )
    if (Exit.isFailure(exit)) must(!Cause.hasDies(exit.cause), `a defect: ${Cause.pretty(exit.cause)}`)
    const told = sent.every((body) => JSON.stringify(body) === JSON.stringify({ body: known }))
    must(told, "other commands were told than there are")
  },
)

const server = fc.constantFrom<string | null>("1", "2", null)

/** Nobody gives a command that changes something without the permission of this very channel. */
const policies = target(
  "discord commands: who may",
  3,
  fc.record({
    from: server,
    home: server,
    known: fc.boolean(),
    thread: fc.boolean(),
    permissions: fc.option(fc.bigInt({ min: 0n, max: 2n ** 60n })),
    context: fc.oneof(
      nearly(
        { halted: { by: ada, at: 1 } },
        { halted: { by: { ...ada, id: "1" }, at: 1 } },
        { halted: null },
      ),
      anyJson,
    ),
    command: fc.constantFrom(...all.map(({ data }) => data.name)),
  }),
  async ({ from, home, known, thread, permissions, context, command }) => {
    const interaction = {
      guildId: from,
      channelId: "1100000000000000101",
      user: ada,
      channel: known ? { isDMBased: () => home === null, isThread: () => thread, guildId: home } : null,
      memberPermissions: permissions === null ? null : new PermissionsBitField(permissions),
    } as unknown as ChatInputCommandInteraction
    const peek = () => Effect.succeed({ value: "active", context, seq: 1, epoch: 1 } as never)
    const mail = { tell: () => Effect.never, wake: () => Effect.void, peek }
    const exit = await Effect.runPromiseExit(
      permitted(interaction, command).pipe(Effect.provideService(Mail, mail)),
    )
    if (Exit.isFailure(exit)) return must(!Cause.hasDies(exit.cause), `a defect: ${Cause.pretty(exit.cause)}`)
    must(!known || from === home, "a command of another server")
    if (from === null || command === "agents" || command === "status") return
    const held = new PermissionsBitField(permissions ?? 0n)
    const speaks = held.has(known && thread ? "SendMessagesInThreads" : "SendMessages")
    const { by } = ((context as { halted?: unknown } | null)?.halted ?? {}) as { by?: { id?: unknown } }
    const lifts = held.has("ManageMessages") || by?.id === ada.id
    must(command === "resume" ? lifts : speaks, `/${command} without the permission`)
  },
)

export const commands = [registered, policies]
