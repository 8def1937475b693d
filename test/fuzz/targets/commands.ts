/** What Discord says which commands there are, interactions that claim to be from where they are not, and buttons. */
import { PermissionsBitField, type ChatInputCommandInteraction } from "discord.js"
import { Cause, Effect, Exit, Layer, Logger, Option, Schema } from "effect"
import * as fc from "fast-check"
import { Mail } from "../../../src/actors/mail.ts"
import { customIdOf, readCustomId } from "../../../src/adapters/discord/buttons.ts"
import { commands as all } from "../../../src/adapters/discord/commands/commands.ts"
import { permitted, policy } from "../../../src/adapters/discord/commands/policy.ts"
import { offered, registerCommands } from "../../../src/adapters/discord/commands/register.ts"
import { RestFailed } from "../../../src/adapters/discord/rest-errors.ts"
import { DiscordRest } from "../../../src/adapters/discord/rest.ts"
import { Address } from "../../../src/machines/address.ts"
import { anyJson, garbled, hostileText, must, nearly, type Json } from "../inputs.ts"
import { target } from "../target.ts"
import { ada, self } from "./samples.ts"

const known = offered as unknown as Json

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

const isAddress = Schema.is(Address)
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
      client: { channels: { cache: new Map() } },
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
    if (from === null || policy[command] === "anyone") return
    const held = new PermissionsBitField(permissions ?? 0n)
    const speaks = held.has(known && thread ? "SendMessagesInThreads" : "SendMessages")
    const { by } = ((context as { halted?: unknown } | null)?.halted ?? {}) as { by?: { id?: unknown } }
    const lifts = held.has("ManageMessages") || by?.id === ada.id
    must(command === "resume" ? lifts : speaks, `/${command} without the permission`)
  },
)

const customIds = fc.oneof(
  garbled(fc.constantFrom("orrery|vote/123|yes", "orrery|conversation/1100000000000000101|ok")),
  hostileText(100, ["orrery", "|", "conversation/1", "yes"]),
)

/** A button of a message is one of ours, whole, or none. */
const buttons = target("discord buttons", 3, customIds, (customId) => {
  const found = Option.getOrNull(readCustomId(customId))
  if (found === null) return
  must(isAddress(found.by) && customIdOf(found.by, found.button) === customId, "a button of nobody")
})

export const commands = [registered, policies, buttons]
