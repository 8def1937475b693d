/** `/schedule`: a prompt that is asked again and again, or once, as if its maker had. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { AutocompleteInteraction, ChatInputCommandInteraction } from "discord.js"
import { Clock, Effect } from "effect"
import { address } from "../../../machines/address.ts"
import type { ScheduleEvent } from "../../../machines/events.ts"
import { schedulesAtMost } from "../../../machines/team/guild.ts"
import type { MissedRuns, Timetable } from "../../../machines/team/timetable.ts"
import type { Person } from "../../../machines/values.ts"
import { isZone, readWhen } from "../../schedules/when.ts"
import { agreedIn, type Agreed } from "./agreed.ts"
import { everywhere, personOf, tellActor, type Command } from "./command.ts"
import { cut } from "./looked.ts"
import { agentNamed, offerAgents } from "./named.ts"
import { mayChange } from "./policy.ts"
import { CommandRefused } from "./refused.ts"
import { placeOf, targetOf } from "./schedule-target.ts"

const sub = { type: Option.Subcommand } as const
const text = { type: Option.String } as const
const which = {
  ...text,
  name: "schedule",
  description: "Which schedule",
  required: true,
  autocomplete: true,
  max_length: 100,
} as const

export const schedule: Command = {
  data: {
    name: "schedule",
    description: "Have something asked at certain times",
    options: [
      {
        ...sub,
        name: "create",
        description: "Ask something at certain times, here or in your direct messages",
        options: [
          {
            ...text,
            name: "when",
            description: "daily 08:00, weekdays 9:30, monday 18:00, every 2 h, 2026-12-24 18:00, or cron",
            required: true,
            max_length: 60,
          },
          { ...text, name: "prompt", description: "What is asked", required: true, max_length: 2000 },
          {
            ...text,
            name: "agent",
            description: "Who is asked (the team)",
            autocomplete: true,
            max_length: 100,
          },
          {
            ...text,
            name: "zone",
            description: "Time zone, such as Europe/Berlin (UTC)",
            autocomplete: true,
            max_length: 60,
          },
          {
            ...text,
            name: "where",
            description: "Where it is asked (here)",
            choices: [
              { name: "here", value: "here" },
              { name: "in my direct messages", value: "dm" },
            ],
          },
          {
            type: Option.Channel,
            name: "channel",
            description: "Another channel of this server to ask in; you must be able to write there",
            channel_types: [0, 5, 10, 11, 12],
          },
          {
            type: Option.User,
            name: "user",
            description: "Somebody else's direct messages, if you manage this server",
          },
          {
            ...text,
            name: "missed",
            description: "What becomes of times at which I did not run (one is made up for)",
            choices: [
              { name: "nothing", value: "skip" },
              { name: "one is made up for", value: "once" },
              { name: "all are made up for, five at most", value: "all" },
            ],
          },
        ],
      },
      { ...sub, name: "list", description: "What is scheduled here" },
      { ...sub, name: "pause", description: "Ask nothing for now", options: [which] },
      { ...sub, name: "resume", description: "Ask again at its times", options: [which] },
      { ...sub, name: "delete", description: "Ask no more", options: [which] },
    ],
    ...everywhere,
  },
  ephemeral: true,

  check: Effect.fnUntraced(function* (interaction) {
    if (interaction.options.getSubcommand() !== "create") return
    yield* whenOf(interaction)
    const agent = interaction.options.getString("agent")
    if (agent !== null) yield* agentNamed(agent)
    yield* targetOf(interaction)
    const { schedules } = yield* agreedIn(interaction)
    if (schedules.length >= schedulesAtMost)
      yield* new CommandRefused({
        sentence: `There are ${schedulesAtMost} schedules here, which is all there may be: delete one.`,
      })
  }),

  run: Effect.fnUntraced(function* (interaction) {
    const command = interaction.options.getSubcommand()
    if (command === "create") return yield* create(interaction)
    if (command === "list") return { content: overview(yield* agreedIn(interaction)) }
    const known = yield* chosen(interaction)
    const { event, done } = changes[command]!
    yield* tellActor(interaction, known.schedule, event(personOf(interaction)))
    return { content: `${done}: ${known.said}, ${known.prompt}` }
  }),

  complete: (typed, interaction) => {
    const { name } = interaction.options.getFocused(true)
    if (name === "agent") return offerAgents(typed)
    if (name === "zone") return Effect.succeed(zonesLike(typed))
    return offered(typed, interaction)
  },
}

const changes: Readonly<
  Record<string, { readonly done: string; readonly event: (by: Person) => ScheduleEvent }>
> = {
  pause: { done: "⏸️ Paused", event: (by) => ({ type: "PAUSE", by }) },
  resume: { done: "▶️ Goes on", event: (by) => ({ type: "RESUME", by }) },
  delete: { done: "🗑️ Deleted", event: (by) => ({ type: "STOP", by }) },
}

const whenOf = Effect.fnUntraced(function* ({ options }: ChatInputCommandInteraction) {
  const said = options.getString("when", true).trim()
  const zone = options.getString("zone")?.trim() ?? "UTC"
  const { when, problem } = readWhen(said, zone, yield* Clock.currentTimeMillis)
  if (when === null) return yield* new CommandRefused({ sentence: problem })
  return { said, zone, when }
})

const create = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { options, guildId, channelId } = interaction
  const named = options.getString("agent")
  const agent = named === null ? null : yield* agentNamed(named)
  const target = yield* placeOf(interaction, yield* targetOf(interaction))
  const timetable: Timetable = {
    ...(yield* whenOf(interaction)),
    agent: agent && { id: agent.id, name: agent.name },
    prompt: options.getString("prompt", true).trim(),
    by: personOf(interaction),
    ...target.place,
    home: guildId ?? channelId,
    missed: policies[options.getString("missed") ?? ""] ?? "once",
  }
  yield* tellActor(interaction, address("schedule", interaction.id), { type: "CREATE", timetable })
  const { said, zone } = timetable
  const whom = agent?.name ?? "the team"
  return {
    content: `⏰ I ask ${whom} ${target.where}: ${said} (${zone}). You may pause or delete it with \`/schedule\`, and so may who manages messages here.`,
  }
})

const policies: Readonly<Record<string, MissedRuns>> = { skip: "skip", all: "all" }

type Known = Agreed["schedules"][number]

/** The one that was chosen from what was offered, or is called so, if it is this person's to change. */
const chosen = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { schedules } = yield* agreedIn(interaction)
  const typed = interaction.options.getString("schedule", true).trim()
  const found = schedules.find((known) => known.schedule === typed || titleOf(known) === typed)
  if (found === undefined)
    return yield* new CommandRefused({
      sentence: "There is no such schedule here: choose one of those that are offered while you type.",
    })
  if (!mayChange(interaction, found.by))
    return yield* new CommandRefused({
      sentence: `That is ${found.by.name}'s: only ${found.by.name}, or who may manage messages here, changes it.`,
    })
  return found
})

const titleOf = ({ said, agent, prompt }: Known): string =>
  cut(`${said} · ${agent ?? "the team"} · ${prompt}`, 100)

const offered = (typed: string, interaction: AutocompleteInteraction) =>
  agreedIn(interaction).pipe(
    Effect.map(({ schedules }) =>
      schedules
        .filter((known) => titleOf(known).toLowerCase().includes(typed.trim().toLowerCase()))
        .map((known) => ({ name: titleOf(known), value: known.schedule })),
    ),
    Effect.catch(() => Effect.succeed([])),
  )

const zonesLike = (typed: string) => {
  const sought = typed.trim().toLowerCase().replaceAll(" ", "_")
  return ["UTC", ...Intl.supportedValuesOf("timeZone")]
    .filter((zone) => zone.toLowerCase().includes(sought) && isZone(zone))
    .map((zone) => ({ name: zone, value: zone }))
}

const overview = ({ schedules }: Agreed): string =>
  schedules.length === 0 ? "Nothing is scheduled here: `/schedule create`." : schedules.map(lineOf).join("\n")

const lineOf = (known: Known): string => {
  const { said, zone, agent, prompt, channel, by, due, paused, barred } = known
  const next = due === null ? "" : `, next <t:${Math.floor(due / 1000)}:f>`
  const state = paused ? "⏸️" : "⏰"
  return `${state} **${said}** (${zone}${next}) in <#${channel}>, ${by.name} asks ${agent ?? "the team"}${barred === undefined ? "" : ` (paused: ${barred})`}: ${cut(prompt, 100)}`
}
