/** By what a value can be found to be forgotten: its scope, its kind, its tags. */
import type { Invalidation, Lookup } from "./caches.ts"
import { nameOf } from "./scope.ts"

/** A lookup, without how what it finds is read. */
export type What = Omit<Lookup<unknown>, "as">

export const labelsOf = ({ scope, kind, tags = [] }: What): ReadonlyArray<string> => [
  nameOf(scope),
  `kind:${kind}`,
  ...tags.map((tag) => `tag:${tag}`),
]

export const kindIn = (labels: ReadonlyArray<string>): string =>
  labels.find((label) => label.startsWith("kind:"))?.slice(5) ?? ""

export const labelOf = (what: Invalidation): string =>
  "scope" in what ? nameOf(what.scope) : "kind" in what ? `kind:${what.kind}` : `tag:${what.tag}`
