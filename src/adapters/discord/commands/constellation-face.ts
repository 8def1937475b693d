/** What `/constellation show` answers. */
import type { APIEmbed } from "discord-api-types/v10"
import type { Team } from "../../../machines/agent/brain.ts"
import type { Coordination } from "../../../machines/conversation/settings.ts"
import { blockName, brainsOf, calledBy, type Kept, type Piece } from "./constellation-kept.ts"
import { cut, fenced } from "./looked.ts"
import { titleOf } from "./memory-kept.ts"

/** Of a field of an embed. https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const room = 1024

const works: Readonly<Record<Coordination, string>> = {
  hybrid: "whoever fits answers",
  round_robin: "in turn",
  supervisor: "one leads the others",
  pipeline: "one after the other",
  sleep_time: "one answers, the others think meanwhile",
}

const roleOf = (brain: string, { agents }: Team): string =>
  agents.find(({ id }) => id === brain)?.role ?? "the team has no such agent any more"

const agentLine = (brain: string, kept: Kept, team: Team): string => {
  const { added, names } = kept.own
  const plain = team.agents.find(({ id }) => id === brain)?.name ?? brain
  const notes = [
    ...(names[brain] === undefined ? [] : [`for everybody else ${plain}`]),
    ...(added.includes(brain) ? ["added by you"] : []),
    ...(kept.later.includes(brain) ? ["joins when you first need it"] : []),
  ]
  return `- **${calledBy(brain, kept, team)}** – ${roleOf(brain, team)}${notes.length === 0 ? "" : ` *(${notes.join("; ")})*`}`
}

const groupLine = (group: Kept["groups"][number], kept: Kept, team: Team): string =>
  `- **${group.name}**, ${works[group.coordination]}: ${group.members.map((brain) => calledBy(brain, kept, team)).join(", ") || "nobody"}`

const blockLine = (block: Kept["memory"][number], kept: Kept, team: Team): string =>
  `- **${blockName(block, kept, team)}**, ${block.value.length} of ${block.limit} characters${block.readOnly ? ", agents only read it" : ""}`

const field = (name: string, lines: ReadonlyArray<string>, none: string) => ({
  name,
  value: cut(lines.length === 0 ? none : lines.join("\n"), room),
})

/** All of it. */
export const overview = (kept: Kept, team: Team): APIEmbed => {
  const { groups, memory, own, template, asleep } = kept
  const removed = own.removed.map((brain) => calledBy(brain, kept, team))
  return {
    title: "Your constellation",
    description: `${asleep ? "It sleeps, and wakes with your next word." : "It is awake."} It comes from the template \`${template.name}\`.`,
    fields: [
      field(
        "Agents",
        brainsOf(kept).map((brain) => agentLine(brain, kept, team)),
        "None: `/constellation add`.",
      ),
      ...(removed.length === 0 ? [] : [field("You do without", [removed.join(", ")], "")]),
      field(
        "Groups",
        groups.map((group) => groupLine(group, kept, team)),
        "None.",
      ),
      field(
        "Memory",
        memory.map((block) => blockLine(block, kept, team)),
        "None.",
      ),
    ],
    footer: {
      text: "add, remove and rename make it your own; reset takes that back. /memory shows what is written.",
    },
  }
}

const described = (piece: Piece, kept: Kept, team: Team): string => {
  switch (piece.kind) {
    case "agent": {
      const groups = kept.groups.filter(({ members }) => members.includes(piece.key)).map(({ name }) => name)
      const blocks = kept.memory.filter(({ agent }) => agent === piece.key)
      return [
        agentLine(piece.key, kept, team).slice(2),
        `In ${groups.length === 0 ? "no group" : groups.map((name) => `**${name}**`).join(", ")}.`,
        ...blocks.map((block) => blockLine(block, kept, team)),
      ].join("\n")
    }
    case "group":
      return groupLine(
        kept.groups.find(({ name }) => name === piece.key)!,
        kept,
        team,
      ).slice(2)
    case "memory": {
      const block = kept.memory.find((one) => titleOf(one, team.agents) === piece.key)!
      const about = block.description === "" ? "" : `\n${block.description}`
      const text = block.value.trim() === "" ? "It is empty." : fenced(block.value, 1500)
      return `${blockLine(block, kept, team).slice(2)}${about}\n${text}`
    }
  }
}

/** One agent, group or block of it. */
export const detail = (piece: Piece, kept: Kept, team: Team): string =>
  cut(described(piece, kept, team), 2000)
