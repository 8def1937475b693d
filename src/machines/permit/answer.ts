/** Buttons under a permit: what each says, and about how many of the calls that were seen when it was pressed. */
import type { board } from "../event.ts"
import type { Outcome } from "./kept.ts"

export type Press = Pick<typeof board.PRESSED.Type, "button" | "by" | "channel" | "manages" | "managesServer">

/** Buttons that decide, and what they decide. */
const verdicts: Readonly<Record<string, Outcome["verdict"]>> = {
  once: "allow",
  here: "allow",
  server: "allow",
  always: "allow",
  no: "deny",
  never: "deny",
}

/**
 * `always-7-wide`: always, for each call up to the seventh, and for every use of the tool. What a button says is what stood
 * above it when it was pressed, whatever has been asked since.
 */
export const buttonOf = (what: string, upTo: number, wide: boolean): string =>
  `${what}-${upTo}${wide ? "-wide" : ""}`

interface Answer {
  readonly what: string
  readonly upTo: number
  readonly wide: boolean
}

export const readButton = ({ button }: Pick<Press, "button">): Answer => {
  const [, what = button, upTo = "0", wide] = /^([a-z]+)-(\d{1,9})(-wide)?$/.exec(button) ?? []
  return { what, upTo: Number(upTo), wide: wide !== undefined }
}

/** Null: it decides nothing. */
export const verdictOf = (press: Press): Outcome["verdict"] | null => {
  const { what } = readButton(press)
  return Object.hasOwn(verdicts, what) ? verdicts[what]! : null
}

export const isAnswer = (press: Press): boolean => verdictOf(press) !== null
