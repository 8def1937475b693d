/** A debate as people see it: whose turn it is on the board, and all that was said as a transcript. */
import type { Params } from "../effects.ts"
import { agreement, type Motion } from "./motion.ts"
import { hasConverged, next, type Outcome, type Proceedings } from "./proceedings.ts"

/** Of a verdict's reasons and of a position, so many characters stand on the board; the transcript has them all. */
const reasonsShown = 700
const positionShown = 80

const cut = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit).toWellFormed()} …`

/** Without Discord's subtext, in which an agent says something of itself. */
const inOneLine = (text: string): string =>
  text
    .replace(/^-# .*$/gm, "")
    .replace(/\s+/g, " ")
    .trim()

const sideLines = (at: Proceedings, { sides, rounds }: Motion): ReadonlyArray<string> =>
  sides.map(({ name, position }, side) => {
    const own = at.statements.filter((it) => it.side === side)
    const marks = own.map(({ text, agrees }) => (text === null ? "▢" : agrees ? "◆" : "■")).join("")
    const open = "·".repeat(Math.max(0, rounds - own.length))
    return `\`${marks}${open}\` **${name}**${position === "" ? "" : `: ${cut(position, positionShown)}`}`
  })

const ending = (at: Proceedings): string => {
  if (hasConverged(at)) return "All sides agree"
  return "All rounds are over"
}

const result = (at: Proceedings, { sides, judge }: Motion, outcome: Outcome): string => {
  switch (outcome.type) {
    case "verdict": {
      const winner = outcome.winner === null ? "a draw" : `**${sides[outcome.winner]!.name}** argued best`
      return `${ending(at)}. **${judge.name}** finds: ${winner}.\n> ${cut(inOneLine(outcome.reasons), reasonsShown)}`
    }
    case "none":
      return `**No verdict**: ${outcome.why}.`
    case "stopped":
      return outcome.by === null ? "**Stopped**: it could not be shown." : `**Stopped** by ${outcome.by}.`
  }
}

const progress = (at: Proceedings, motion: Motion): string => {
  const time = `until <t:${Math.ceil(at.until / 1000)}:t>`
  if (at.judged > 0)
    return `${ending(at)}. **${motion.judge.name}** judges${at.judged > 1 ? ", asked again for what was missing" : ""}, ${time}.`
  const { side, round } = next(at)
  return `Round ${round} of ${motion.rounds}: **${motion.sides[side]!.name}** has the floor ${time}.`
}

const rules = ({ rounds, minutes, judge, by }: Motion): string =>
  `-# ${rounds} rounds, ${minutes} min a turn, and who does not answer in time forfeits it (▢). It ends early when the last statement of every side begins with ${agreement} (◆). ${judge.name} judges, and must give reasons. Begun by ${by.name}.`

/** The board of a debate that was begun. */
export const face = (at: Proceedings): Params<"Show"> => {
  const motion = at.motion!
  const lines = [
    `⚖️ **${motion.topic}**`,
    ...sideLines(at, motion),
    at.outcome === null ? progress(at, motion) : result(at, motion, at.outcome),
    at.outcome === null
      ? rules(motion)
      : `-# All that was said: \`/debate transcript id:${at.id}\`. Begun by ${motion.by.name}.`,
  ]
  return {
    channel: motion.channel,
    message: at.board.message,
    text: lines.join("\n"),
    buttons: at.outcome === null ? [{ id: "stop", label: "Stop", style: "danger" }] : [],
  }
}

/** All that was said, as Markdown. */
export const transcript = (at: Pick<Proceedings, "motion" | "statements" | "outcome">): string => {
  const motion = at.motion!
  const said = at.statements.flatMap(({ round, side, text, reason }) => [
    ...(side === 0 ? [`## Round ${round}`] : []),
    `**${motion.sides[side]!.name}**${text === null ? ` forfeited the turn: ${reason}.` : `\n\n${text}`}`,
  ])
  const verdict =
    at.outcome === null
      ? []
      : [
          "## Verdict",
          at.outcome.type === "verdict"
            ? `**${motion.judge.name}**: ${at.outcome.winner === null ? "a draw" : motion.sides[at.outcome.winner]!.name}\n\n${at.outcome.reasons}`
            : at.outcome.type === "none"
              ? `No verdict: ${at.outcome.why}.`
              : `Stopped${at.outcome.by === null ? "" : ` by ${at.outcome.by}`}.`,
        ]
  const sides = motion.sides.map(({ name, position }) => `- ${name}${position === "" ? "" : `: ${position}`}`)
  return [`# ${motion.topic}`, sides.join("\n"), ...said, ...verdict].join("\n\n")
}
