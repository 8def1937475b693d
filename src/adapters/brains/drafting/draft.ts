/** A draft of a brain: a persona with its commands, and what is special about it filled in, by a model or from the description. Pure. */
import { stringify } from "yaml"
import type { FrontMatter } from "../keys.ts"
import type { Persona, Piece } from "./patterns.ts"

/** What is special about an agent; all else is its persona's. */
export interface Special {
  readonly name: string
  readonly role: string
  readonly triggers: ReadonlyArray<string>
  readonly expertise: ReadonlyArray<string>
  readonly language: string
  /** A passage of the prompt: what it is here for. */
  readonly about: string
  readonly samples: ReadonlyArray<string>
}

export interface Draft {
  readonly id: string
  /** The file. */
  readonly text: string
  readonly persona: string
  /** Messages that it should answer. */
  readonly samples: ReadonlyArray<string>
  /** A workflow that it could have a part in, as `/workflow create` takes it; null: none. */
  readonly workflow: { readonly name: string; readonly steps: string } | null
  /** How it came about, a sentence. */
  readonly how: string
}

export const idOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 32)
    .replace(/-+$/, "")

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim()

/** Without a model: the persona as it is, and the description in its own words. */
export const fromDescription = (description: string, persona: Persona): Special => ({
  ...persona,
  language: "en",
  about: `What you are here for, in the words of who asked for you: “${oneLine(description)}”`,
})

/** A name that nobody has: with a telling word of the description, else with a number. */
export const freeName = (name: string, description: string, taken: ReadonlySet<string>): string => {
  const isFree = (one: string) => idOf(one) !== "" && !taken.has(idOf(one)) && one.length <= 80
  const telling = [...description.matchAll(/(?<=\S\s+)\p{Lu}[\p{L}\d]+/gu)].map(([word]) => word)
  const numbered = Array.from({ length: 99 }, (_, n) => `${name} ${n + 2}`)
  return [name, ...telling.map((word) => `${word} ${name}`), ...numbered].find(isFree) ?? name
}

/** The keys that a brain's author would write, in the order in which they would. */
const frontOf = (persona: Persona, special: Special): Partial<FrontMatter> => ({
  name: special.name,
  role: special.role,
  language: special.language as FrontMatter["language"],
  triggers: special.triggers,
  expertise: special.expertise,
  tier: persona.tier,
  temperature: persona.temperature,
  maxTokens: 400,
})

/** A key a line, lists within brackets. */
const yaml = (front: object): string =>
  Object.entries(front)
    .map(([key, value]) => `${key}: ${stringify(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trim()}\n`)
    .join("")

export const fileOf = (front: object, prompt: string): string =>
  `---\n${yaml(front)}---\n${prompt.trim()}\n`

export const draftOf = (
  persona: Persona,
  special: Special,
  commands: ReadonlyArray<Piece>,
  workflow: Piece | null,
  how: string,
): Draft => {
  const prompt = persona.body
    .replaceAll("{name}", () => special.name)
    .replaceAll("{about}", () => special.about)
    .replaceAll("{commands}", () => commands.map(({ body }) => body).join("\n\n"))
    .replace(/\n{3,}/g, "\n\n")
  return {
    id: idOf(special.name),
    text: fileOf(frontOf(persona, special), prompt),
    persona: persona.id,
    samples: special.samples,
    workflow:
      workflow === null
        ? null
        : { name: workflow.id, steps: workflow.body.replaceAll("{name}", () => special.name) },
    how,
  }
}
