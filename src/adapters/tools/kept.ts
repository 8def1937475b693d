/** What tools that only read have said before: kept for a server's people, where the operator says of what kind it is. */
import { Effect, Schema } from "effect"
import type { CachesService, Invalidation } from "../../actors/caching/caches.ts"
import type { ToolCall, ToolFailed } from "../../actors/performing/tools.ts"
import type { CacheKind } from "../../actors/caching/terms.ts"
import type { Server } from "../mcp/server.ts"

/** All that a server has said. */
export const saidBy = (name: string): Extract<Invalidation, { tag: string }> => ({ tag: `server:${name}` })

/** `use`, or what it came to for the same input. What may change something is never kept, nor what failed. */
export const kept = <R>(
  caches: CachesService,
  { terms, tools }: Pick<Server, "terms" | "tools">,
  { tool, input, turn: { message }, brain }: ToolCall,
  use: Effect.Effect<string, ToolFailed, R>,
): Effect.Effect<string, ToolFailed, R> => {
  const kind: CacheKind | null = terms.cache
  if (kind === null || tools().find(({ name }) => name === tool)?.harmless !== true) return use
  return caches.lookup(
    {
      kind,
      scope: message.guild === null ? { user: message.author.id } : { guild: message.guild },
      key: JSON.stringify([tool, input]),
      as: Schema.String,
      agent: brain.id,
      tags: [saidBy(terms.name).tag],
    },
    use,
  )
}
