/** `/constellation`: what is one's own, agents, groups and memory; to look at, and to make one's own. Nobody else's. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Templates } from "../../../actors/constellations/templates.ts"
import { Roster } from "../../../actors/performing/roster.ts"
import { address } from "../../../machines/address.ts"
import type { Event } from "../../../machines/events.ts"
import { everywhere, tellActor, type Command } from "./command.ts"
import { detail, overview } from "./constellation-face.ts"
import { brainsOf, calledBy, constellationOf, ownAgent, pieceNamed, piecesOf } from "./constellation-kept.ts"
import { cut } from "./looked.ts"
import { agentNamed } from "./named.ts"
import { CommandRefused } from "./refused.ts"

const sub = { type: Option.Subcommand } as const
const text = { type: Option.String, autocomplete: true, max_length: 100 } as const
/** The longest name of an agent. */
const longest = 32

export const constellation: Command = {
  data: {
    name: "constellation",
    description: "What is yours here: agents, groups, memory",
    options: [
      {
        ...sub,
        name: "show",
        description: "What you have, and what of it is your own",
        options: [{ ...text, name: "what", description: "One agent, group or block of memory (all of it)" }],
      },
      {
        ...sub,
        name: "add",
        description: "Bring an agent of the team into yours",
        options: [{ ...text, name: "agent", description: "Who", required: true }],
      },
      {
        ...sub,
        name: "remove",
        description: "Do without an agent; what is written stays",
        options: [{ ...text, name: "agent", description: "Who", required: true }],
      },
      {
        ...sub,
        name: "rename",
        description: "Call an agent what you like; everybody else calls it as before",
        options: [
          { ...text, name: "agent", description: "Who", required: true },
          {
            type: Option.String,
            name: "name",
            description: "What you call it (as everybody does)",
            max_length: longest,
          },
        ],
      },
      { ...sub, name: "reset", description: "As the template has it; what is written in memory stays" },
    ],
    ...everywhere,
  },
  ephemeral: true,

  run: (interaction) => {
    switch (interaction.options.getSubcommand()) {
      case "add":
        return add(interaction)
      case "remove":
        return remove(interaction)
      case "rename":
        return rename(interaction)
      case "reset":
        return reset(interaction)
      default:
        return show(interaction)
    }
  },

  complete: (typed, interaction) =>
    Effect.gen(function* () {
      const kept = yield* constellationOf(interaction)
      const team = yield* Roster
      const own = brainsOf(kept)
      const command = interaction.options.getSubcommand()
      const pieces =
        command === "show"
          ? piecesOf(kept, team).map(({ kind, name, key }) => ({
              name: `${kind}: ${name}`,
              value: `${kind} ${key}`,
            }))
          : team.agents
              .filter(({ id }) => own.includes(id) !== (command === "add"))
              .map(({ id, role }) => ({ name: `${calledBy(id, kept, team)}: ${role}`, value: id }))
      const sought = typed.trim().toLowerCase()
      return pieces
        .filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(sought))
        .map(({ name, value }) => ({ name: cut(name, 100), value: cut(value, 100) }))
    }).pipe(Effect.catch(() => Effect.succeed([]))),
}

const refuse = (sentence: string) => new CommandRefused({ sentence })

const tell = (interaction: ChatInputCommandInteraction, event: Event) =>
  tellActor(interaction, address("constellation", interaction.user.id), event)

const show = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const kept = yield* constellationOf(interaction)
  const team = yield* Roster
  const what = interaction.options.getString("what")
  return what === null
    ? { embeds: [overview(kept, team)] }
    : { content: detail(yield* pieceNamed(what, kept), kept, team) }
})

const add = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const kept = yield* constellationOf(interaction)
  const { id, name } = yield* agentNamed(interaction.options.getString("agent", true))
  if (brainsOf(kept).includes(id))
    return yield* refuse(`**${calledBy(id, kept, yield* Roster)}** is in your constellation already.`)
  yield* tell(interaction, { type: "ADD", brain: id })
  return {
    content: `**${name}** is in your constellation. No change of its template takes it out; \`/constellation remove\` does.`,
  }
})

const remove = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const kept = yield* constellationOf(interaction)
  const brain = yield* ownAgent(interaction.options.getString("agent", true), kept)
  const name = calledBy(brain, kept, yield* Roster)
  if (brainsOf(kept).length === 1)
    return yield* refuse(`**${name}** is your last agent: add another before you do without it.`)
  yield* tell(interaction, { type: "REMOVE", brain })
  return {
    content: `**${name}** is in your constellation and its groups no more. What is written in memory stays, and \`/constellation add\` brings it back. Where it is called by name, it still answers.`,
  }
})

const rename = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const kept = yield* constellationOf(interaction)
  const team = yield* Roster
  const brain = yield* ownAgent(interaction.options.getString("agent", true), kept)
  const before = calledBy(brain, kept, team)
  const plain = calledBy(brain, { own: { ...kept.own, names: {} } }, team)
  const typed = (interaction.options.getString("name") ?? "").replace(/\s+/g, " ").trim()
  const name = typed === "" || typed === plain ? null : typed
  if (name === null && kept.own.names[brain] === undefined)
    return yield* refuse(`You call **${plain}** as everybody does: say another \`name\`.`)
  if (name !== null && /[`*_~|<>@#\\]/.test(name))
    return yield* refuse("A name has no `*`, `_`, `~`, `|`, `<`, `>`, `@`, `#` or backslash in it.")
  const taken = [...team.agents.map(({ id }) => id), ...Object.keys(kept.own.names)].find(
    (other) => other !== brain && calledBy(other, kept, team).toLowerCase() === name?.toLowerCase(),
  )
  if (taken !== undefined)
    return yield* refuse(`You have a **${calledBy(taken, kept, team)}** already: choose another name.`)
  yield* tell(interaction, { type: "RENAME", brain, name })
  return {
    content:
      name === null
        ? `You call **${before}** as everybody does again: **${plain}**.`
        : `**${before}** is **${name}** to you. Everybody else knows it as ${plain}.`,
  }
})

const reset = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const kept = yield* constellationOf(interaction)
  const team = yield* Roster
  const { added, removed, names } = kept.own
  const of = (brains: ReadonlyArray<string>) =>
    brains.map((brain) => calledBy(brain, { own: { ...kept.own, names: {} } }, team)).join(", ")
  const template = (yield* Templates).named(kept.template.name, team)
  if (template === null)
    return yield* refuse(
      `There is no template \`${kept.template.name}\` any more, so there is nothing to go back to. The operator knows another.`,
    )
  yield* tell(interaction, { type: "RESET", template })
  const left = added.filter((brain) => !template.agents.includes(brain))
  const back = [
    ...(left.length === 0 ? [] : [`without ${of(left)}`]),
    ...(removed.length === 0 ? [] : [`${of(removed)} as it has it`]),
    ...Object.entries(names).map(([brain, name]) => `${name} is ${of([brain])} again`),
  ]
  return {
    content: `Your constellation is as the template \`${template.name}\` has it${back.length === 0 ? "" : `: ${back.join("; ")}`}. What is written in memory stays.`,
  }
})
