/**
 * An actor's identity, the same everywhere: keys, logs, URLs and metrics.
 *
 * `kind/id`, for example `agent/0042`, `constellation/549170854458687509`, `conversation/<channel id>`, `pool/0`,
 * `vote/<id of the interaction that opened it>` (so for `debate`, `workflow` and `assignment`),
 * `budget/guild-<server>`, `budget/user-<person>`, `budget/agent-<brain>`, `roster/team`, `lessons/all`.
 */
import { Schema } from "effect"

export const kinds = [
  "agent",
  "constellation",
  "conversation",
  "pool",
  "vote",
  "debate",
  "workflow",
  "schedule",
  "guild",
  "budget",
  "assignment",
  "summary",
  "archive",
  "knowledge",
  "partners",
  "departure",
  "permit",
  "roster",
  "lessons",
] as const
export type Kind = (typeof kinds)[number]

const pattern = new RegExp(`^(${kinds.join("|")})/[0-9A-Za-z_-]{1,64}$`)

export type Address = `${Kind}/${string}`

/** Decodes `kind/id`; an id has 1 to 64 letters, digits, `_` or `-`. */
export const Address = Schema.TemplateLiteral([Schema.Literals(kinds), "/", Schema.String]).check(
  Schema.isPattern(pattern, { expected: "an address such as conversation/123" }),
)

export const address = <K extends Kind>(kind: K, id: string | number): `${K}/${string}` => `${kind}/${id}`

export const kindOf = (of: Address): Kind => of.slice(0, of.indexOf("/")) as Kind

/** The same as asking for its kind, for who asks at every commit. */
export const isOf = (kind: Kind, address: Address): boolean =>
  address.startsWith(kind) && address[kind.length] === "/"

export const idOf = (of: Address): string => of.slice(of.indexOf("/") + 1)
