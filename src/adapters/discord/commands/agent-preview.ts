/** How a draft of an agent is shown to who asked for it: the file, what was found, who would answer, and three buttons. */
import { ButtonStyle, ComponentType } from "discord-api-types/v10"
import type { Candidate } from "../../brains/drafting/create.ts"
import { markOf } from "./command.ts"
import { cut, fenced } from "./looked.ts"

/** A sample message, and what the draft would say to it. */
export interface Said {
  readonly sample: string
  readonly answer: string
}

/** Fields and descriptions of an embed. https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const limits = { description: 4096, field: 1024 }
/** Of the 6,000 characters of all, what the file may have. */
const roomForFile = 2600

const findings = ({ findings: all }: Candidate): string =>
  all.length === 0
    ? "Nothing is wrong with it."
    : all.map(({ level, text }) => `${level === "error" ? "⛔" : "⚠️"} ${text}`).join("\n")

const trial = ({ trial: all }: Candidate): string =>
  all
    .map(({ text, before, after }) => {
      const [was, is] = [before, after].map((names) => names.join(", ") || "nobody")
      return `“${cut(text, 80)}”: ${was === is ? is : `${was} → **${is}**`}`
    })
    .join("\n")

export const preview = (id: string, candidate: Candidate, said: Said | null, note: string | null) => {
  const { draft, parsed, sound } = candidate
  const fields = [
    { name: "What was found", value: findings(candidate) },
    { name: "Who would answer, without it → with it", value: trial(candidate) },
    ...(said === null ? [] : [{ name: cut(`It would say to “${said.sample}”`, 256), value: said.answer }]),
  ]
  return {
    content: note ?? "",
    embeds: [
      {
        title: cut(`${parsed?.brain.name ?? draft.id}, a draft`, 256),
        description: cut(`${draft.how}\n${fenced(draft.text, roomForFile)}`, limits.description),
        fields: fields.map(({ name, value }) => ({ name, value: cut(value, limits.field) || "-" })),
      },
    ],
    components: [
      {
        type: ComponentType.ActionRow as const,
        components: [
          { what: "add", label: "Add to the team", style: ButtonStyle.Success as const, disabled: !sound },
          { what: "try", label: "Try", style: ButtonStyle.Secondary as const, disabled: parsed === null },
          { what: "discard", label: "Discard", style: ButtonStyle.Danger as const, disabled: false },
        ].map(({ what, ...button }) => ({
          type: ComponentType.Button as const,
          custom_id: `${markOf("agent")}|${what}:${id}`,
          ...button,
        })),
      },
    ],
  }
}
