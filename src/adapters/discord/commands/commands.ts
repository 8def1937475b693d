/** The slash commands, and how each is answered: acknowledged at once, then done. */
import { MessageFlags, type AutocompleteInteraction, type ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { agents } from "./agents.ts"
import { ask } from "./ask.ts"
import type { Command } from "./command.ts"
import { halt } from "./halt.ts"
import { permitted } from "./policy.ts"
import { CommandRefused } from "./refused.ts"
import { resume } from "./resume.ts"
import { status } from "./status.ts"
import { vote } from "./vote.ts"
import { restFailed } from "../rest-errors.ts"

export const commands: ReadonlyArray<Command> = [ask, agents, vote, status, halt, resume]

const named = (name: string): Command | undefined => commands.find(({ data }) => data.name === name)

/** Answers within the 3 s that Discord gives, then does what was asked and edits the answer. Never fails. */
export const answerCommand = (interaction: ChatInputCommandInteraction) => {
  const command = named(interaction.commandName)
  if (command === undefined) return onlyForWhoAsked(interaction, "I do not know this command any more.")
  const checked = Effect.andThen(
    permitted(interaction, command.data.name),
    command.check?.(interaction) ?? Effect.void,
  )
  return sound(checked, command).pipe(
    Effect.matchEffect({
      onFailure: ({ sentence }) => onlyForWhoAsked(interaction, sentence),
      onSuccess: () =>
        Effect.gen(function* () {
          const acknowledged = yield* sent(interaction.commandName, () =>
            interaction.deferReply(command.ephemeral ? { flags: MessageFlags.Ephemeral } : {}),
          )
          if (!acknowledged) return
          const answer = yield* sound(command.run(interaction), command).pipe(
            Effect.catch(({ sentence }) => Effect.succeed({ content: sentence })),
          )
          yield* sent(interaction.commandName, () => interaction.editReply(answer))
        }),
    }),
  )
}

/** Offers choices for what is being typed. Never fails. */
export const completeCommand = (interaction: AutocompleteInteraction) =>
  Effect.gen(function* () {
    const complete = named(interaction.commandName)?.complete
    const choices = complete === undefined ? [] : yield* complete(interaction.options.getFocused())
    yield* sent(interaction.commandName, () => interaction.respond([...choices]))
  })

const onlyForWhoAsked = (interaction: ChatInputCommandInteraction, content: string) =>
  Effect.asVoid(
    sent(interaction.commandName, () => interaction.reply({ content, flags: MessageFlags.Ephemeral })),
  )

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

/** Whether Discord took the answer. When it did not, the time for one is over, and nobody is there to tell. */
const sent = (name: string, answer: () => Promise<unknown>): Effect.Effect<boolean> =>
  Effect.tryPromise({ try: answer, catch: restFailed }).pipe(
    Effect.as(true),
    Effect.catch(({ message }) =>
      Effect.as(Effect.logWarning(`Discord took no answer to /${name}: ${message}`), false),
    ),
  )
