/** `/errors`: what went wrong, what was done about it, and how often that helped. For operators. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Alerting } from "../../../actors/alerting/terms.ts"
import { book } from "../../../actors/lessons/keeper.ts"
import { Lessons } from "../../../actors/lessons/lessons.ts"
import { normalised } from "../../../actors/lessons/normal.ts"
import { doneInWords, timesInWords } from "../../../actors/lessons/words.ts"
import { Mail } from "../../../actors/mail.ts"
import type { Lesson } from "../../../machines/lessons/events.ts"
import { everywhere, type Command } from "./command.ts"
import { CommandRefused } from "./refused.ts"

/** Fields of one embed, and what one may hold. https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const most = 8
const room = 600

export const errors: Command = {
  data: {
    name: "errors",
    description: "What went wrong, and what helped",
    options: [
      {
        type: Option.Subcommand,
        name: "list",
        description: "What went wrong last, what was done about it, and how often that helped",
        options: [
          {
            type: Option.String,
            name: "similar",
            description: "Only errors like this one",
            max_length: 300,
          },
        ],
      },
      {
        type: Option.Subcommand,
        name: "clear",
        description: "Forgets all of it, after an upgrade for instance",
      },
    ],
    ...everywhere,
  },
  ephemeral: true,
  run: Effect.fnUntraced(function* (interaction) {
    yield* onlyOperators(interaction)
    const lessons = yield* Lessons
    if (interaction.options.getSubcommand() === "clear") {
      const { id, username: name } = interaction.user
      yield* (yield* Mail)
        .tell(book, {
          id: `discord:${interaction.id}`,
          cause: interaction.id,
          event: { type: "FORGET_ALL", by: { id, name } },
        })
        .pipe(
          Effect.mapError(
            () => new CommandRefused({ sentence: "That cannot be stored now. Try again in a minute." }),
          ),
        )
      lessons.learn([])
      return { content: "What was learnt of errors is forgotten." }
    }
    const asked = interaction.options.getString("similar")
    const found = asked === null ? lessons.known() : lessons.similar(normalised(asked))
    if (found.length === 0)
      return {
        content: asked === null ? "No error is known yet." : "No error that is known is like this one.",
      }
    return {
      embeds: [
        {
          title: asked === null ? "What went wrong" : "Errors like this one",
          description: `${found.length} known${found.length > most ? `, the first ${most} here; all of them: \`orrery errors\`` : ""}. Names, numbers and what anybody said are left out.`,
          fields: found.slice(0, most).map(fieldOf),
        },
      ],
    }
  }),
}

const fieldOf = (lesson: Lesson) => {
  const { kind, where, message, seen, last } = lesson
  const when = `${timesInWords(Math.max(1, seen))}, last <t:${Math.floor(last / 1000)}:R>`
  return {
    name: `${kind}: ${where}`.slice(0, 256),
    value: [message, when, ...doneInWords(lesson).map((done) => `• ${done}`)].join("\n").slice(0, room),
  }
}

const onlyOperators = ({ user }: Pick<ChatInputCommandInteraction, "user">) =>
  Effect.gen(function* () {
    const { operators } = (yield* Alerting)()
    if (operators.includes(user.id)) return
    yield* new CommandRefused({
      sentence:
        operators.length === 0
          ? "Errors are for operators: name them in `alerts.operators` of the configuration."
          : "Only the operators of this bot see its errors.",
    })
  })
