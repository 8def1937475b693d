/** `/memory`: what agents keep in mind of somebody, for that person to read, to change, and to take back. One's own alone. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { AutocompleteInteraction, ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import { address } from "../../../machines/address.ts"
import { pastOf, versionOf, type Past } from "../../../machines/memory/memory.ts"
import type { Block } from "../../../machines/values.ts"
import { everywhere, personOf, tellActor, type Command } from "./command.ts"
import { ago, cut, fenced } from "./looked.ts"
import { formFor, readForm } from "./memory-form.ts"
import { blockNamed, keptOf, titleOf, type Kept } from "./memory-kept.ts"
import { CommandRefused } from "./refused.ts"

const sub = { type: Option.Subcommand } as const
const which = {
  type: Option.String,
  name: "block",
  description: "Which block of memory",
  required: true,
  autocomplete: true,
  max_length: 100,
} as const

export const memory: Command = {
  data: {
    name: "memory",
    description: "What the agents keep in mind of you",
    options: [
      { ...sub, name: "list", description: "The blocks of your memory" },
      { ...sub, name: "show", description: "What stands in a block, and what stood there", options: [which] },
      { ...sub, name: "edit", description: "Change what stands in a block: a form opens", options: [which] },
      {
        ...sub,
        name: "undo",
        description: "Take back the last change of a block, or one before it",
        options: [
          which,
          {
            type: Option.Integer,
            name: "to",
            description: "Which of its former texts, as `/memory show` numbers them (the last)",
            min_value: 1,
          },
        ],
      },
    ],
    ...everywhere,
  },
  ephemeral: true,

  form: Effect.fnUntraced(function* (interaction) {
    if (interaction.options.getSubcommand() !== "edit") return null
    const kept = yield* keptOf(interaction)
    const block = yield* chosen(interaction, kept)
    return yield* formFor(block, versionOf(kept, block), yield* titled(block))
  }),

  submit: Effect.fnUntraced(function* (interaction) {
    const edit = readForm(interaction)
    const by = personOf(interaction)
    const before = pastOf(yield* keptOf(interaction), edit).at(-1)?.id ?? 0
    yield* tellActor(interaction, constellationOf(interaction), { type: "EDIT", by, edits: [edit] })
    const kept = yield* keptOf(interaction)
    const block = kept.memory.find(({ label, agent }) => label === edit.label && agent === edit.agent)
    const title = yield* titled(edit)
    if (block === undefined)
      return { content: `**${title}** is not there any more. Your text:\n${fenced(edit.text, 1500)}` }
    const mine = pastOf(kept, edit).findLast(
      (past) => "id" in past.by && past.by.id === by.id && past.id > before,
    )
    return { content: outcomeOf(title, block, edit.text, mine) }
  }),

  run: Effect.fnUntraced(function* (interaction) {
    const kept = yield* keptOf(interaction)
    switch (interaction.options.getSubcommand()) {
      case "undo":
        return yield* takeBack(interaction, kept)
      case "show":
        return yield* shown(kept, yield* chosen(interaction, kept))
      default:
        return yield* overview(kept)
    }
  }),

  complete: (typed, interaction) =>
    Effect.gen(function* () {
      const kept = yield* keptOf(interaction)
      const titles = yield* Effect.forEach(kept.memory, (block) =>
        Effect.map(titled(block), (title) => ({ title, block })),
      )
      return titles
        .filter(({ title }) => title.toLowerCase().includes(typed.trim().toLowerCase()))
        .map(({ title, block }) => ({ name: cut(`${title}: ${gist(block)}`, 100), value: title }))
    }).pipe(Effect.catch(() => Effect.succeed([]))),
}

const constellationOf = ({ user }: { readonly user: { readonly id: string } }) =>
  address("constellation", user.id)

const titled = (block: Pick<Block, "label" | "agent">) =>
  Effect.map(Roster, ({ agents }) => titleOf(block, agents))

const chosen = (
  { options }: Pick<ChatInputCommandInteraction | AutocompleteInteraction, "options">,
  kept: Kept,
) => Effect.flatMap(Roster, ({ agents }) => blockNamed(options.getString("block") ?? "", kept, agents))

const gist = ({ description, value }: Block): string =>
  value.replace(/\s+/g, " ").trim() || description || "empty"

const overview = Effect.fnUntraced(function* (kept: Kept) {
  const { agents } = yield* Roster
  if (kept.memory.length === 0)
    return { content: "Nothing is kept of you yet: your memory begins when an agent first answers you." }
  const lines = kept.memory.map((block) => {
    const about = block.description === "" ? "" : ` – ${block.description}`
    const rules = block.readOnly ? ", agents only read it" : ""
    return `- **${titleOf(block, agents)}**${about} (${block.value.length} of ${block.limit} characters${rules})${block.value.trim() === "" ? "" : `\n  “${cut(gist(block), 120)}”`}`
  })
  return { content: cut(lines.join("\n"), 2000) }
})

const shown = Effect.fnUntraced(function* (kept: Kept, block: Block) {
  const { agents } = yield* Roster
  const nameOf = ({ by }: Past) =>
    "id" in by ? by.name : (agents.find(({ id }) => id === by.agent)?.name ?? by.agent)
  const past = pastOf(kept, block).map(
    (one) => `- \`${one.id}\` ${came[one.came](nameOf(one))} ${ago(one.at)}: ${quoted(one)}`,
  )
  return {
    content: [
      `**${titleOf(block, agents)}**, ${block.value.length} of ${block.limit} characters`,
      block.value.trim() === "" ? "It is empty." : fenced(block.value, 1200),
      ...(past.length === 0
        ? []
        : [
            "What stood there, or was to: `/memory undo` brings the last back, with `to` any other.",
            cut(past.toReversed().join("\n"), 600),
          ]),
    ].join("\n"),
  }
})

const quoted = ({ text }: Past): string =>
  text.trim() === "" ? "*nothing*" : `“${cut(text.replace(/\s+/g, " "), 80)}”`

/** What a text of the past is: what stood there before somebody's change, or what somebody wanted. */
const came: Readonly<Record<Past["came"], (name: string) => string>> = {
  taken: (name) => `before ${name} changed it`,
  merged: (name) => `before what ${name} wrote was put together with it`,
  restored: (name) => `before ${name} took something back`,
  conflict: (name) => `⚠️ not taken, since others changed the same lines; ${name} wrote`,
  full: (name) => `⚠️ not taken, since it was too long; ${name} wrote`,
  readOnly: (name) => `⚠️ not taken, since agents only read it; ${name} wrote`,
}

const takeBack = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction, kept: Kept) {
  const block = yield* chosen(interaction, kept)
  const title = yield* titled(block)
  const to = interaction.options.getInteger("to")
  const past = pastOf(kept, block)
  const version = versionOf(kept, block)
  const found = past.find((one) => (to === null ? one.version === version : one.id === to))
  if (found === undefined)
    return yield* new CommandRefused({
      sentence:
        past.length === 0
          ? `Nobody has changed **${title}** yet.`
          : `**${title}** has no such text any more: \`/memory show\` numbers those it has.`,
    })
  if (found.text.length > block.limit)
    return yield* new CommandRefused({
      sentence: `That text is longer than **${title}** may be: ${found.text.length} of ${block.limit} characters.`,
    })
  yield* tellActor(interaction, constellationOf(interaction), {
    type: "RESTORE",
    by: personOf(interaction),
    label: block.label,
    agent: block.agent,
    past: found.id,
  })
  return {
    content: `**${title}** says again:\n${found.text.trim() === "" ? "*nothing*" : fenced(found.text, 1500)}\nThe same command takes that back.`,
  }
})

const outcomeOf = (title: string, block: Block, text: string, mine: Past | undefined): string => {
  if (mine?.came === "merged")
    return `**${title}** was changed while you wrote, elsewhere: both changes are in it now.\n${fenced(block.value, 1500)}`
  if (block.value === text || mine?.came === "taken")
    return `**${title}** is kept: ${block.value.length} of ${block.limit} characters. \`/memory undo\` takes it back.`
  if (mine?.came === "full")
    return `**${title}** holds ${block.limit} characters, and your text has more. It is kept as number ${mine.id}, and not taken:\n${fenced(text, 1200)}`
  return mine === undefined
    ? `**${title}** says the same as before.`
    : `**${title}** was changed while you wrote, in the same lines, and stays so:\n${fenced(block.value, 700)}\nWhat you wrote is kept: \`/memory undo block:${title} to:${mine.id}\` puts it in its place.\n${fenced(text, 700)}`
}
