/** What must never be, and was. */
export class Violation extends Error {
  readonly rule: Rule

  constructor(rule: Rule, detail: string) {
    super(`${rule}: ${detail}`)
    this.rule = rule
  }
}

export type Rule =
  | "one writer for an actor and epoch"
  | "no acknowledged event lost"
  | "journals contiguous and hash-valid"
  | "a snapshot equals the replay of its prefix"
  | "an event taken once"
  | "an effect settled once"
  | "no timer lost or fired twice"
  | "only edges of the chart"
  | "allocated and free agents are all agents"
  | "no agent in two guilds"
  | "order of each sender"
  | "no reply stands twice"
  | "a tool is used once"
  | "no half answer stays"
  | "nothing orphaned"
  | "every accepted message ends"
  | "the system comes to rest"
  | "the same seed does the same"

export const violated = (rule: Rule, detail: string): never => {
  throw new Violation(rule, detail)
}

/** What may be broken by an acknowledged event that is lost, and by no other means. */
export const consequences: ReadonlySet<Rule> = new Set<Rule>([
  "no acknowledged event lost",
  "allocated and free agents are all agents",
  "no agent in two guilds",
  "order of each sender",
  "no reply stands twice",
  "no half answer stays",
  "nothing orphaned",
  "every accepted message ends",
])
