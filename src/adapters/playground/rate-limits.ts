/** Rate limits as Discord tells them: https://discord.com/developers/docs/topics/rate-limits */
import { createHash } from "node:crypto"

/** So many requests in so many milliseconds, counted from the first. */
export interface Limit {
  readonly requests: number
  readonly per: number
}

export interface RateLimits {
  /** Of the bot as a whole; interactions and webhooks with a token are exempt. */
  readonly global: Limit
  /** Of each route and major parameter (channel, guild, webhook) unless `routes` says otherwise. */
  readonly route: Limit
  /** By method and route template: `"POST /channels/:channel/messages"`. */
  readonly routes: Readonly<Record<string, Limit>>
}

/** What Discord has been seen to do. It promises none of it: clients must read the headers. */
export const REALISTIC_LIMITS: RateLimits = {
  global: { requests: 50, per: 1_000 },
  route: { requests: 10, per: 10_000 },
  routes: {
    "GET /channels/:channel/messages": { requests: 5, per: 5_000 },
    "POST /channels/:channel/messages": { requests: 5, per: 5_000 },
    "PATCH /channels/:channel/messages/:message": { requests: 5, per: 5_000 },
    "DELETE /channels/:channel/messages/:message": { requests: 5, per: 1_000 },
    "PUT /channels/:channel/messages/:message/reactions/:emoji/:user": { requests: 1, per: 250 },
    "POST /channels/:channel/typing": { requests: 5, per: 5_000 },
    "POST /channels/:channel/webhooks": { requests: 5, per: 5_000 },
    "POST /webhooks/:webhook/:token": { requests: 5, per: 2_000 },
    "PATCH /webhooks/:webhook/:token/messages/:message": { requests: 5, per: 2_000 },
    "POST /interactions/:interaction/:token/callback": { requests: 10_000, per: 1_000 },
  },
}

/** Limits that nobody meets, for feeds and benchmarks. */
export const GENEROUS_LIMITS: RateLimits = {
  global: { requests: 1_000_000, per: 1_000 },
  route: { requests: 1_000_000, per: 1_000 },
  routes: {},
}

/** What became of a request: the headers of its answer, and, if it came too soon, how long to wait. */
export interface Admission {
  readonly headers: Readonly<Record<string, string>>
  readonly refused?: { readonly retryAfter: number; readonly global: boolean }
}

interface Window {
  readonly endsAt: number
  used: number
}

export class RateLimiter {
  readonly #limits: RateLimits
  readonly #now: () => number
  readonly #windows = new Map<string, Window>()

  constructor(limits: RateLimits, now: () => number) {
    this.#limits = limits
    this.#now = now
  }

  /** Counts a request on a route (`"POST /channels/:channel/messages"`) for its major parameter. */
  admit(route: string, major: string, exemptFromGlobal: boolean): Admission {
    const now = this.#now()
    if (!exemptFromGlobal) {
      const window = this.#window("global", this.#limits.global, now)
      if (window.used >= this.#limits.global.requests) return refusal(window.endsAt - now, true, {})
      window.used++
    }
    const limit = this.#limits.routes[route] ?? this.#limits.route
    const window = this.#window(`${route} ${major}`, limit, now)
    const full = window.used >= limit.requests
    if (!full) window.used++
    const wait = window.endsAt - now
    const headers = {
      "x-ratelimit-limit": String(limit.requests),
      "x-ratelimit-remaining": String(limit.requests - window.used),
      "x-ratelimit-reset": (window.endsAt / 1000).toFixed(3),
      "x-ratelimit-reset-after": (wait / 1000).toFixed(3),
      "x-ratelimit-bucket": bucketOf(route),
    }
    return full ? refusal(wait, false, headers) : { headers }
  }

  #window(key: string, limit: Limit, now: number): Window {
    const current = this.#windows.get(key)
    if (current !== undefined && current.endsAt > now) return current
    if (this.#windows.size > 10_000) this.#forgetTheOver(now)
    const fresh = { endsAt: now + limit.per, used: 0 }
    this.#windows.set(key, fresh)
    return fresh
  }

  #forgetTheOver(now: number): void {
    for (const [key, window] of this.#windows) if (window.endsAt <= now) this.#windows.delete(key)
  }
}

/** A 429's headers. `wait` in milliseconds. */
export function refusal(wait: number, global: boolean, headers: Readonly<Record<string, string>>): Admission {
  return {
    headers: {
      ...headers,
      "retry-after": String(Math.ceil(wait / 1000)),
      "x-ratelimit-scope": global ? "global" : "user",
      ...(global ? { "x-ratelimit-global": "true" } : {}),
    },
    refused: { retryAfter: wait / 1000, global },
  }
}

const buckets = new Map<string, string>()

/** Discord names a bucket by an opaque hash, equal for all requests of a route. */
function bucketOf(route: string): string {
  const known = buckets.get(route)
  if (known !== undefined) return known
  const bucket = createHash("sha256").update(route).digest("hex").slice(0, 32)
  buckets.set(route, bucket)
  return bucket
}
