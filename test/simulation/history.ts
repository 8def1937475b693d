/** How to bring back what was true a moment ago: a replica that becomes the primary has not heard everything. */
import type { Timeline } from "./timeline.ts"

/** How far back it goes, in ms. */
const kept = 5000

export class History {
  readonly #timeline: Timeline
  /** Whether anything is ever brought back. */
  readonly wanted: boolean
  #undos: Array<{ readonly at: number; readonly undo: () => void }> = []

  constructor(timeline: Timeline, wanted: boolean) {
    this.#timeline = timeline
    this.wanted = wanted
  }

  /** `undo` brings back what is true now. */
  push(undo: () => void): void {
    if (!this.wanted) return
    const { now } = this.#timeline
    if ((this.#undos[0]?.at ?? now) < now - 2 * kept)
      this.#undos = this.#undos.filter(({ at }) => at >= now - kept)
    this.#undos.push({ at: now, undo })
  }

  /** Everything is as it was `ms` ago. */
  goBack(ms: number): void {
    const since = this.#timeline.now - Math.min(ms, kept)
    while ((this.#undos.at(-1)?.at ?? 0) > since) this.#undos.pop()!.undo()
  }
}
