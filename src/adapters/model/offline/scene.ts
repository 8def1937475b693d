/** All that an answer is put together from. */
import type { Prompt } from "../../../actors/performing/model.ts"
import type { Brief } from "./brief.ts"
import type { Said } from "./said.ts"
import type { Skill } from "./skill.ts"

export interface Scene {
  readonly prompt: Prompt
  readonly skill: Skill
  readonly brief: Brief
  /** The person's message as prose, without the names it calls; empty when an agent speaks. */
  readonly text: string
  /** Its sentences. */
  readonly now: ReadonlyArray<Said>
  /** What people said in the channel before it, oldest first. */
  readonly before: ReadonlyArray<Said>
  /** What people are after, in somebody's own words. */
  readonly goal: Said | null
  /** What bears on the message, best first: of that, of the session, of memory. */
  readonly related: ReadonlyArray<Said>
  /** One of several ways to say it, another than lately. */
  readonly say: (...ways: readonly [string, ...ReadonlyArray<string>]) => string
  /** Any options, those that were not used lately first. */
  readonly fresh: (options: ReadonlyArray<string>) => ReadonlyArray<string>
}
