/** The slash commands, and how each is answered: acknowledged at once, then done. */
import {
  MessageFlags,
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type InteractionEditReplyOptions,
  type ModalSubmitInteraction,
} from "discord.js"
import { Effect } from "effect"
import { agent } from "./agent.ts"
import { agents } from "./agents.ts"
import { archive } from "./archive.ts"
import { ask } from "./ask.ts"
import { assign } from "./assign.ts"
import { budget } from "./budget.ts"
import { markOf, type Command, type Form } from "./command.ts"
import { constellation } from "./constellation.ts"
import { context } from "./context.ts"
import { debate } from "./debate.ts"
import { errors } from "./errors.ts"
import { exportMe } from "./export-me.ts"
import { fitting, offering } from "./fitting.ts"
import { forgetMe } from "./forget-me.ts"
import { halt } from "./halt.ts"
import { knowledge } from "./knowledge.ts"
import { cut } from "./looked.ts"
import { memory } from "./memory.ts"
import { mode } from "./mode.ts"
import { partner } from "./partner.ts"
import { permissions } from "./permissions.ts"
import { permitted } from "./policy.ts"
import { pool } from "./pool.ts"
import { CommandRefused } from "./refused.ts"
import { resume } from "./resume.ts"
import { route } from "./route.ts"
import { schedule } from "./schedule.ts"
import { sent } from "./sent.ts"
import { status } from "./status.ts"
import { summary } from "./summary.ts"
import { talk } from "./talk.ts"
import { team } from "./team.ts"
import { vote } from "./vote.ts"
import { workflow } from "./workflow.ts"
import { messageLimit } from "../split.ts"

export const commands: ReadonlyArray<Command> = [
  ask,
  assign,
  agents,
  agent,
  vote,
  debate,
  workflow,
  partner,
  constellation,
  schedule,
  summary,
  talk,
  knowledge,
  memory,
  archive,
  exportMe,
  forgetMe,
  budget,
  mode,
  team,
  context,
  route,
  permissions,
  pool,
  status,
  errors,
  halt,
  resume,
]

const named = (name: string): Command | undefined => commands.find(({ data }) => data.name === name)

/** Of the 3 s in which Discord wants an answer, however many looks at actors a check takes. */
const patience = "2500 millis"
const tooSlow = new CommandRefused({
  sentence: "I cannot look that up at the moment. Try again in a minute.",
})

/** Answers within the 3 s that Discord gives, then does what was asked and edits the answer. Never fails. */
export const answerCommand = (interaction: ChatInputCommandInteraction) => {
  const command = named(interaction.commandName)
  if (command === undefined) return onlyForWhoAsked(interaction, "I do not know this command any more.")
  const checked = permitted(interaction, command.data.name).pipe(
    Effect.andThen(command.check?.(interaction) ?? Effect.void),
    Effect.andThen(command.form?.(interaction) ?? Effect.succeed(null)),
  )
  return sound(checked, command).pipe(
    Effect.timeoutOrElse({ duration: patience, orElse: () => Effect.fail(tooSlow) }),
    Effect.matchEffect({
      onFailure: ({ sentence }) => onlyForWhoAsked(interaction, sentence),
      onSuccess: (form) =>
        form === null
          ? done(interaction, command, command.run(interaction))
          : Effect.asVoid(sent(`/${command.data.name}`, () => interaction.showModal(modal(command, form)))),
    }),
  )
}

const modal = ({ data }: Command, { about, ...form }: Form) => ({
  ...form,
  custom_id: `${markOf(data.name)}${about === undefined ? "" : `|${about}`}`,
})

/** The command whose form or button it is; null: it is none of ours. */
const commandIn = (customId: string): string | null => /^orrery\|\/([a-z-]+)/.exec(customId)?.[1] ?? null

/** Does what a button under a command's answer says, which becomes what comes of it. Never fails. */
export const answerButton = (interaction: ButtonInteraction) =>
  Effect.gen(function* () {
    const command = named(commandIn(interaction.customId) ?? "")
    if (command?.press === undefined) return
    const { name } = command.data
    if (!(yield* sent(`/${name}`, () => interaction.deferUpdate()))) return
    const what = interaction.customId.slice(markOf(name).length + 1).split("|")[0]!
    const pressed = Effect.andThen(permitted(interaction, name), command.press(what, interaction))
    const answer = yield* sound(pressed, command).pipe(
      Effect.catch(({ sentence }) => Effect.succeed({ content: sentence, components: [] })),
    )
    yield* sent(`/${name}`, () => interaction.editReply(fitting(answer)))
  })

/** Does what a form that a command opened says. Never fails. */
export const answerForm = (interaction: ModalSubmitInteraction) => {
  const name = commandIn(interaction.customId)
  if (name === null) return Effect.void
  const command = named(name)
  if (command?.submit === undefined) return onlyForWhoAsked(interaction, "I do not know this form any more.")
  const submitted = Effect.andThen(permitted(interaction, command.data.name), command.submit(interaction))
  return done(interaction, command, submitted)
}

/** Acknowledges, does it, and says what came of it. */
const done = <R>(
  interaction: ChatInputCommandInteraction | ModalSubmitInteraction,
  command: Command,
  what: Effect.Effect<InteractionEditReplyOptions, CommandRefused, R>,
) =>
  Effect.gen(function* () {
    const { name } = command.data
    const acknowledged = yield* sent(`/${name}`, () =>
      interaction.deferReply(isEphemeral(command, interaction) ? { flags: MessageFlags.Ephemeral } : {}),
    )
    if (!acknowledged) return
    const answer = yield* sound(what, command).pipe(
      Effect.catch(({ sentence }) => Effect.succeed({ content: sentence })),
    )
    yield* sent(`/${name}`, () => interaction.editReply(fitting(answer)))
  })

const isEphemeral = (
  { ephemeral }: Command,
  interaction: ChatInputCommandInteraction | ModalSubmitInteraction,
): boolean =>
  typeof ephemeral === "boolean" ? ephemeral : interaction.isChatInputCommand() && ephemeral(interaction)

/** Offers choices for what is being typed. Never fails. */
export const completeCommand = (interaction: AutocompleteInteraction) =>
  Effect.gen(function* () {
    const command = named(interaction.commandName)
    if (command?.complete === undefined) return
    const choices = yield* sound(
      command.complete(interaction.options.getFocused(), interaction),
      command,
    ).pipe(Effect.orElseSucceed(() => []))
    yield* sent(`/${interaction.commandName}`, () => interaction.respond([...offering(choices)]))
  })

const onlyForWhoAsked = (
  interaction: ChatInputCommandInteraction | ModalSubmitInteraction,
  content: string,
) =>
  Effect.asVoid(
    sent(`/${nameOf(interaction)}`, () =>
      interaction.reply({ content: cut(content, messageLimit), flags: MessageFlags.Ephemeral }),
    ),
  )

const nameOf = (interaction: ChatInputCommandInteraction | ModalSubmitInteraction): string =>
  interaction.isModalSubmit() ? interaction.customId : interaction.commandName

/** What breaks in a command is the operator's to read; the person gets a sentence. */
const sound = <A, R>(effect: Effect.Effect<A, CommandRefused, R>, { data }: Command) =>
  effect.pipe(
    Effect.catchDefect((defect) =>
      Effect.logError(`/${data.name} broke: ${String(defect)}`).pipe(
        Effect.andThen(
          new CommandRefused({ sentence: "Something went wrong here. The operator finds it in the log." }),
        ),
      ),
    ),
  )
