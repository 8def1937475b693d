/** `/debate`: agents take sides on a topic in public, and another judges; what they said can be had as a file. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect, Schema } from "effect"
import { Mail } from "../../../actors/mail.ts"
import { address, idOf, kindOf } from "../../../machines/address.ts"
import { transcript } from "../../../machines/team/debate-face.ts"
import { mostRounds, type Motion } from "../../../machines/team/motion.ts"
import { Kept } from "../../../machines/team/proceedings.ts"
import { agreedIn } from "./agreed.ts"
import { mayBegin } from "./begin.ts"
import { everywhere, personOf, tellActor, type Command } from "./command.ts"
import { judgeFor, sidesIn } from "./motion-input.ts"
import { offerAgents } from "./named.ts"
import { CommandRefused } from "./refused.ts"

/** When nothing else is said. */
const usual = { rounds: 2, minutes: 3 }

const sub = { type: Option.Subcommand } as const

export const debate: Command = {
  data: {
    name: "debate",
    description: "Agents take sides on a topic, and another agent judges",
    options: [
      {
        ...sub,
        name: "start",
        description: "Begin a debate, in public",
        options: [
          {
            type: Option.String,
            name: "topic",
            description: "What is debated",
            required: true,
            max_length: 300,
          },
          {
            type: Option.String,
            name: "sides",
            description: "2 to 4 agents, with positions if you like: analyst: for it | writer: against it",
            required: true,
            max_length: 1000,
          },
          {
            type: Option.Integer,
            name: "rounds",
            description: `How often each side speaks (${usual.rounds})`,
            min_value: 1,
            max_value: mostRounds,
          },
          {
            type: Option.Integer,
            name: "minutes",
            description: `How long each may take for a turn (${usual.minutes})`,
            min_value: 1,
            max_value: 60,
          },
          {
            type: Option.String,
            name: "judge",
            description: "Who judges, and takes no side (the lead of the team)",
            autocomplete: true,
            max_length: 100,
          },
        ],
      },
      {
        ...sub,
        name: "transcript",
        description: "All that was said in a debate of this channel, as a file",
        options: [
          {
            type: Option.String,
            name: "id",
            description: "The number under the debate",
            required: true,
            autocomplete: true,
            max_length: 20,
          },
        ],
      },
    ],
    ...everywhere,
  },
  ephemeral: true,

  check: Effect.fnUntraced(function* (interaction) {
    if (interaction.options.getSubcommand() !== "start") return
    yield* motionOf(interaction)
    yield* mayBegin(interaction)
  }),

  run: (interaction) =>
    interaction.options.getSubcommand() === "start" ? begin(interaction) : whole(interaction),

  complete: (typed, interaction) =>
    interaction.options.getFocused(true).name === "judge"
      ? offerAgents(typed)
      : agreedIn(interaction).pipe(
          Effect.map(({ works }) =>
            works
              .filter(({ work, channel }) => kindOf(work) === "debate" && channel === interaction.channelId)
              .slice(-25)
              .map(({ work, name }) => ({ name, value: idOf(work) })),
          ),
          Effect.catch(() => Effect.succeed([])),
        ),
}

const motionOf = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { options } = interaction
  const sides = yield* sidesIn(options.getString("sides", true))
  const judge = yield* judgeFor(options.getString("judge"), sides)
  const motion: Motion = {
    topic: options.getString("topic", true).replace(/\s+/g, " ").trim(),
    sides,
    rounds: options.getInteger("rounds") ?? usual.rounds,
    minutes: options.getInteger("minutes") ?? usual.minutes,
    judge: { brain: judge.id, name: judge.name },
    by: personOf(interaction),
    channel: interaction.channelId,
    guild: interaction.guildId,
  }
  return motion
})

const begin = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const motion = yield* motionOf(interaction)
  yield* tellActor(interaction, address("debate", interaction.id), { type: "OPEN_DEBATE", motion })
  const names = motion.sides.map(({ name }) => name).join(", ")
  return {
    content: `The debate begins: ${names}, judged by ${motion.judge.name}. You may stop it with its button, and so may who manages messages here.`,
  }
})

/** Of the 15 min in which a person may be answered. */
const patience = "10 seconds"

/** Whoever reads the channel may read what was said in it, and nobody else may through this. */
const whole = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const id = interaction.options.getString("id", true).trim()
  const nothing = new CommandRefused({ sentence: `This channel has had no debate ${id.slice(0, 20)}.` })
  if (!/^\d{15,20}$/.test(id)) return yield* nothing
  const { context } = yield* (yield* Mail).peek(address("debate", id)).pipe(
    Effect.timeout(patience),
    Effect.mapError(
      () => new CommandRefused({ sentence: "I cannot look that up at the moment. Try again in a minute." }),
    ),
  )
  const kept = yield* Schema.decodeUnknownEffect(Kept)(context).pipe(Effect.mapError(() => nothing))
  if (kept.motion.channel !== interaction.channelId) return yield* nothing
  const over = kept.outcome === null ? " It goes on still." : ""
  return {
    content: `All that was said about **${kept.motion.topic}**.${over}`,
    files: [{ attachment: Buffer.from(transcript(kept), "utf8"), name: `debate-${id}.md` }],
  }
})
