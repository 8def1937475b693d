/** Something that was to hold, and does not: what, and the shortest way there that was found. */
export interface Violation {
  /** The chart, or `system`: conversation, pool and agents together. */
  readonly of: string
  readonly claim: string
  readonly type: "unreached" | "untaken" | "stuck" | "claim" | "heard" | "broken" | "unreadable" | "restless"
  /** Empty for what holds of no state: one that is never reached, an edge that is never taken. */
  readonly way: ReadonlyArray<Taken>
  /** What is wrong there, in words. */
  readonly detail: string
}

export interface Taken {
  readonly name: string
  /** Whose step it is: a chart's name, or an address. */
  readonly of: string
  readonly event: unknown
  /** As in `data-edge` of `statecharts/<chart>.svg`. */
  readonly edges: ReadonlyArray<string>
  /** The innermost active states after it. */
  readonly leads: ReadonlyArray<string>
}

/** What was looked at, as far as it went. */
export interface Explored {
  readonly of: string
  readonly states: number
  readonly steps: number
  /** States whose moves were not all taken; 0: there are no others. */
  readonly left: number
  /** Up to so many events from the beginning, every order of them. */
  readonly depth: number
  /** Of the chart that was explored; left out: of the charts together. */
  readonly edges?: {
    readonly of: number
    /** Those that no step took. */
    readonly never: ReadonlyArray<string>
  }
  /** States of given logs from which it began, beside the initial one. */
  readonly recorded: number
}
