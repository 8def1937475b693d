/** Trouble on purpose: what a test switches on to see how a bot takes it. */
import type { Route } from "./rest/route.ts"

export interface ForcedAnswer {
  readonly method: Route["method"]
  /** Route template: `/channels/:channel/messages`. */
  readonly path: Route["path"]
  /** 429, or a 5xx. */
  readonly status: number
  readonly times: number
  /** Seconds to wait, of a 429. */
  readonly retryAfter?: number
}

export class Faults {
  #restClosed = false
  #forced: Array<ForcedAnswer> = []

  /** Whether REST requests are cut off unanswered. */
  get restClosed(): boolean {
    return this.#restClosed
  }

  closeRest(): void {
    this.#restClosed = true
  }

  openRest(): void {
    this.#restClosed = false
  }

  /** Answers the next requests of a route with an error. */
  force(answer: ForcedAnswer): void {
    this.#forced.push(answer)
  }

  /** The error that this request is to get, counted off. */
  take(method: string, path: string): ForcedAnswer | undefined {
    const index = this.#forced.findIndex((answer) => answer.method === method && answer.path === path)
    const answer = this.#forced[index]
    if (answer === undefined) return undefined
    if (answer.times > 1) this.#forced[index] = { ...answer, times: answer.times - 1 }
    else this.#forced.splice(index, 1)
    return answer
  }
}
