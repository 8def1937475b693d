/**
 * `/partner`: people whose constellation is there before they speak. For administrators, of those of their server; what the
 * operator's file says counts more.
 */
import { ApplicationCommandOptionType as Option, PermissionFlagsBits as Bits } from "discord-api-types/v10"
import { Routes, type ChatInputCommandInteraction } from "discord.js"
import { Effect, Schema } from "effect"
import { listOfPartners } from "../../../actors/constellations/enlisted.ts"
import { Mail } from "../../../actors/mail.ts"
import { Partners, type Partner } from "../../../actors/constellations/partners.ts"
import { standardName, Templates } from "../../../actors/constellations/templates.ts"
import { address } from "../../../machines/address.ts"
import { partnersAtMost } from "../../../machines/constellation/partners.ts"
import { own, Person } from "../../../machines/values.ts"
import { DiscordRest } from "../rest.ts"
import { isOperator } from "./agents-may.ts"
import { personOf, tellActor, type Command } from "./command.ts"
import { CommandRefused } from "./refused.ts"

const sub = { type: Option.Subcommand } as const
const who = { type: Option.User, name: "user", description: "Who", required: true } as const

export const partner: Command = {
  data: {
    name: "partner",
    description: "People whose agents are there before they speak",
    options: [
      {
        ...sub,
        name: "add",
        description: "Have somebody's agents made now",
        options: [
          who,
          {
            type: Option.String,
            name: "template",
            description: `What they are made from (${standardName})`,
            autocomplete: true,
            max_length: 32,
          },
        ],
      },
      {
        ...sub,
        name: "remove",
        description: "Somebody is no partner any more; their agents stay",
        options: [who],
      },
      {
        ...sub,
        name: "list",
        description: "Who is a partner, since when, and whether their agents are warm",
      },
    ],
    default_member_permissions: Number(Bits.Administrator),
    contexts: [0],
    integration_types: [0],
  },
  ephemeral: true,

  // Discord offers it to administrators; whoever reconfigures that there does not widen who may.
  check: ({ guildId, memberPermissions }) =>
    guildId !== null && memberPermissions?.has(Bits.Administrator) === true
      ? Effect.void
      : Effect.fail(
          new CommandRefused({ sentence: "Only administrators of this server keep its partners." }),
        ),

  run: (interaction) => {
    const command = interaction.options.getSubcommand()
    if (command === "list") return list(interaction)
    return command === "add" ? add(interaction) : remove(interaction)
  },

  complete: (typed) =>
    Effect.map(Templates, ({ names }) =>
      names()
        .filter((name) => name.includes(typed.trim().toLowerCase()))
        .map((name) => ({ name, value: name })),
    ),
}

const add = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const chosen = interaction.options.getUser("user", true)
  const template = interaction.options.getString("template")
  const user = { id: chosen.id, name: chosen.displayName }
  const { names } = yield* Templates
  if (template !== null && !names().includes(template))
    return yield* refuse(`There is no template \`${template.slice(0, 32)}\`; there is ${names().join(", ")}.`)
  if (chosen.bot) return yield* refuse("A bot has no agents of its own.")
  if ((yield* Partners).named(user.id) !== undefined)
    return yield* refuse(`<@${user.id}> is a partner by the operator's file, which counts more than this.`)
  const partners = yield* kept
  if (own(partners, user.id) === undefined && Object.keys(partners).length >= partnersAtMost)
    return yield* refuse(`There are ${partnersAtMost} partners, which is all there may be: remove one.`)
  const by = personOf(interaction)
  const guild = interaction.guildId ?? "0"
  yield* tellActor(interaction, listOfPartners, { type: "ENLIST", user, template, by, guild })
  return {
    content: `🤝 <@${user.id}> is a partner: their agents are there, from \`${template ?? standardName}\`.`,
  }
})

const remove = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { id } = interaction.options.getUser("user", true)
  const known = own(yield* kept, id)
  if (known === undefined || known.guild !== interaction.guildId)
    return yield* refuse(
      (yield* Partners).named(id) === undefined
        ? `<@${id}> is no partner of this server.`
        : `<@${id}> is a partner by the operator's file: only the operator changes that.`,
    )
  yield* tellActor(interaction, listOfPartners, { type: "DISMISS", user: id, by: personOf(interaction) })
  return { content: `<@${id}> is no partner any more. Their agents stay as they are.` }
})

const refuse = (sentence: string) => new CommandRefused({ sentence })

const Kept = Schema.Struct({
  partners: Schema.Record(
    Schema.String,
    Schema.Struct({
      user: Person,
      template: Schema.NullOr(Schema.String),
      by: Person,
      guild: Schema.String,
      at: Schema.Number,
    }),
  ),
})
/** Of the 15 min in which a person may be answered. */
const patience = "10 seconds"

const peek = Effect.fnUntraced(function* (of: Parameters<Mail["Service"]["peek"]>[0]) {
  return yield* (yield* Mail).peek(of).pipe(
    Effect.timeout(patience),
    Effect.mapError(() => refuse("I cannot look that up at the moment. Try again in a minute.")),
  )
})

const kept = Effect.gen(function* () {
  const { context } = yield* peek(listOfPartners)
  return (yield* Effect.orDie(Schema.decodeUnknownEffect(Kept)(context))).partners
})

/** Partners that are looked at for a list: as many as fit into a message. */
const most = 20

/** Of whom Discord is asked whether they are members, for a list: those of the operator's file that come first. */
const mostAsked = 50

/** Whom Discord does not call a member, or does not in time, is none. */
const isMember = Effect.fnUntraced(function* (guild: string, person: string) {
  const { api } = yield* DiscordRest
  return yield* api(Schema.Unknown, "GET", Routes.guildMember(guild, person)).pipe(
    Effect.timeout(patience),
    Effect.as(true),
    Effect.orElseSucceed(() => false),
  )
})

/** Those of the operator's file whom an administrator of this server may know of; the operator, of all. */
const seenOf = Effect.fnUntraced(function* (
  file: ReadonlyArray<Partner>,
  { user, guildId }: ChatInputCommandInteraction,
  partners: typeof Kept.Type.partners,
) {
  if (yield* isOperator({ user })) return file
  const isEnlisted = ({ discordId }: Partner) => own(partners, discordId)?.guild === guildId
  const asked = file.filter((one) => !isEnlisted(one)).slice(0, mostAsked)
  const members = yield* Effect.filter(asked, ({ discordId }) => isMember(guildId ?? "0", discordId), {
    concurrency: 8,
  })
  const here = new Set(members)
  return file.filter((one) => isEnlisted(one) || here.has(one))
})

const list = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { guildId } = interaction
  const file = (yield* Partners).all()
  const partners = yield* kept
  const seen = yield* seenOf(file, interaction, partners)
  const written = new Set(file.map(({ discordId }) => discordId))
  const added = Object.values(partners).filter(
    ({ guild, user }) => guild === guildId && !written.has(user.id),
  )
  const rows = [
    ...seen.map(({ discordId, template }) => ({ id: discordId, template, said: "by the operator's file" })),
    ...added.map(({ user, template, by, at }) => ({
      id: user.id,
      template: template ?? standardName,
      said: `since <t:${Math.floor(at / 1000)}:d>, added by ${by.name}`,
    })),
  ]
  const unseen = file.length - seen.length
  const others = unseen > 0 ? [`-# the operator's file names ${unseen} more`] : []
  if (rows.length === 0)
    return { content: ["There are no partners here: `/partner add`.", ...others].join("\n") }
  const lines = yield* Effect.forEach(rows.slice(0, most), lineOf, { concurrency: 8 })
  const more = rows.length > most ? [`-# and ${rows.length - most} more`] : []
  return { content: [...lines, ...more, ...others].join("\n").slice(0, 2000) }
})

interface Row {
  readonly id: string
  readonly template: string
  readonly said: string
}

const lineOf = ({ id, template, said }: Row) =>
  Effect.map(peek(address("constellation", id)), ({ value }) => {
    const state = typeof value === "string" ? value : JSON.stringify(value)
    const warmth = state.includes("hibernating")
      ? "💤 asleep"
      : state.includes("unmade")
        ? "⚪ not made"
        : "🔥 warm"
    return `${warmth} <@${id}> from \`${template}\`, ${said}`
  })
