/**
 * `/agent create`: a new agent from a description, for who may manage the server to draft and to try; to add it to the team, which
 * is every server's, is for who looks after the agents (`agents-may.ts`).
 */
import {
  ApplicationCommandOptionType as Option,
  ComponentType,
  PermissionFlagsBits as Bits,
  TextInputStyle,
} from "discord-api-types/v10"
import type { ButtonInteraction, ModalSubmitInteraction } from "discord.js"
import { Effect } from "effect"
import { House } from "../../../actors/performing/house.ts"
import { Model } from "../../../actors/performing/model.ts"
import { Configuration } from "../../config/configuration.ts"
import { create, type Candidate, type Workshop } from "../../brains/drafting/create.ts"
import { add } from "../../brains/drafting/file.ts"
import { readLibrary } from "../../brains/drafting/patterns.ts"
import { known } from "../../brains/drafting/tools.ts"
import { answerOf } from "../../brains/drafting/trial.ts"
import type { Lineup } from "../../brains/lineup.ts"
import { lineupHere } from "./agents-inventory.ts"
import { mayManage } from "./agents-may.ts"
import { preview, type Said } from "./agent-preview.ts"
import { everywhere, personOf, type Command, type Form } from "./command.ts"
import { managesServer, type Given } from "./policy.ts"
import { CommandRefused } from "./refused.ts"

/** Drafts that are looked at, in this process: a button is heard as long as its message can be changed, which is 15 minutes. */
interface Drafted {
  readonly candidate: Candidate
  /** How often it was tried. */
  readonly tries: number
}
const drafts = new Map<string, Drafted>()
const draftsAtMost = 100

const keep = (id: string, drafted: Drafted): void => {
  const [oldest] = drafts.size < draftsAtMost ? [] : drafts.keys()
  if (oldest !== undefined) drafts.delete(oldest)
  drafts.set(id, drafted)
}

const refuse = (sentence: string) => Effect.fail(new CommandRefused({ sentence }))

const mayDraft = (given: Given) =>
  managesServer(given) ? Effect.void : refuse("Only who may manage this server drafts agents.")

const form: Form = {
  title: "A new agent",
  components: [
    {
      type: ComponentType.Label,
      label: "What is it for?",
      description: "In a sentence or two: a patient French tutor for beginners",
      component: {
        type: ComponentType.TextInput,
        custom_id: "description",
        style: TextInputStyle.Paragraph,
        min_length: 8,
        max_length: 2000,
      },
    },
    {
      type: ComponentType.Label,
      label: "Name",
      description: "Left empty: one that suits",
      component: {
        type: ComponentType.TextInput,
        custom_id: "name",
        style: TextInputStyle.Short,
        required: false,
        max_length: 40,
      },
    },
  ],
}

const workshopOf = Effect.fnUntraced(function* (lineup: Lineup["Service"]) {
  const configuration = yield* Effect.serviceOption(Configuration)
  const tools = configuration._tag === "Some" ? configuration.value.current().tools : []
  const all = lineup.all()
  return {
    library: yield* readLibrary(),
    // As it stands now, whatever its files say.
    team: all.map(({ brain, standing, successor, part }) => ({
      brain: { ...brain, state: standing, ...(successor !== null && { successor }) },
      lead: part === "lead",
    })),
    tools: new Set([...known({ kits: [] }, { tools }), ...all.flatMap(({ brain }) => brain.tools)]),
    laid: (yield* House).standard(),
  } satisfies Workshop
})

const modelHere = Effect.flatMap(Effect.serviceOption(Model), (model) =>
  model._tag === "Some" ? Effect.succeed(model.value) : refuse("There is no model here that could draft."),
)

const draft = Effect.fnUntraced(function* (interaction: ModalSubmitInteraction) {
  yield* mayDraft(interaction)
  const lineup = yield* lineupHere
  const name = interaction.fields.getTextInputValue("name").trim()
  const description = interaction.fields.getTextInputValue("description")
  const workshop = yield* workshopOf(lineup).pipe(Effect.catch(({ message }) => refuse(message)))
  const wanted = { description, ...(name !== "" && { name }) }
  const candidate = yield* create(wanted, workshop).pipe(
    Effect.provideService(Model, yield* modelHere),
    Effect.catch(({ message }) => refuse(message)),
  )
  yield* audit(interaction, "drafts", candidate)
  keep(interaction.id, { candidate, tries: 0 })
  return preview(interaction.id, candidate, null, null)
})

const audit = (
  given: Pick<Given, "user" | "member" | "guildId">,
  does: string,
  { draft: { id } }: Candidate,
) => {
  const { id: who, name } = personOf(given)
  return Effect.logWarning(`audit: ${name} (${who}) in server ${given.guildId} ${does} the agent ${id}`)
}

const pressed = Effect.fnUntraced(function* (what: string, interaction: ButtonInteraction) {
  yield* mayDraft(interaction)
  const [does, id = ""] = what.split(":")
  const drafted = drafts.get(id)
  if (drafted === undefined)
    return yield* refuse("This draft is kept no more: `/agent create` drafts it anew.")
  const { candidate } = drafted
  if (does === "discard") {
    drafts.delete(id)
    yield* audit(interaction, "discards", candidate)
    return { content: "Discarded. Nothing has changed.", embeds: [], components: [] }
  }
  if (does === "try") return yield* tryOnce(id, drafted)
  return yield* addIt(id, candidate, interaction).pipe(
    // Who may not add it has it still.
    Effect.catch(({ sentence }) => Effect.succeed(preview(id, candidate, null, sentence))),
  )
})

const tryOnce = Effect.fnUntraced(function* (id: string, { candidate, tries }: Drafted) {
  const { parsed, draft } = candidate
  const sample = draft.samples[tries % draft.samples.length]
  if (parsed === null || sample === undefined) return preview(id, candidate, null, null)
  const answer = yield* answerOf(parsed.brain, sample).pipe(Effect.provideService(Model, yield* modelHere))
  keep(id, { candidate, tries: tries + 1 })
  const said: Said = { sample, answer }
  return preview(id, candidate, said, null)
})

const addIt = Effect.fnUntraced(function* (id: string, candidate: Candidate, interaction: ButtonInteraction) {
  yield* mayManage(interaction)
  const { draft, parsed, sound } = candidate
  if (!sound || parsed === null) return yield* refuse("Something is wrong with it, so it cannot be added.")
  const lineup = yield* lineupHere
  yield* add(lineup.folder, draft.id, draft.text).pipe(
    Effect.catch(() =>
      refuse(`The folder of the team takes no ${draft.id}.md: there is one, or it may not be written to.`),
    ),
  )
  yield* audit(interaction, "adds", candidate)
  drafts.delete(id)
  yield* lineup.read.pipe(
    Effect.catch(() => refuse(`${draft.id}.md is written, and the team's files do not read: see the log.`)),
  )
  const { name, role } = parsed.brain
  return {
    content: `➕ **${name}** is on the team: ${role}. Mention it (\`@${name}\`), or use one of its words.`,
    embeds: [],
    components: [],
  }
})

export const agent: Command = {
  data: {
    name: "agent",
    description: "A new agent for the team",
    options: [
      {
        type: Option.Subcommand,
        name: "create",
        description: "Draft an agent from a description, try it, and add it",
      },
    ],
    default_member_permissions: Number(Bits.ManageGuild),
    ...everywhere,
  },
  ephemeral: true,
  check: mayDraft,
  form: () => Effect.succeed(form),
  run: () => refuse("Say what the agent is for in the form that this opens."),
  submit: draft,
  press: pressed,
}
