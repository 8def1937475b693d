/** `orrery doctor`: what is well, what could be better, and what will not work; exit code 1 when something will not. */
import { Console, Effect, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { models } from "../config/models.ts"
import { examine } from "../doctor/doctor.ts"
import type { Finding } from "../doctor/finding.ts"
import { configured, flags } from "./flags.ts"

/** It is what was asked for, and the answer is no. */
class Unwell extends Schema.TaggedError<Unwell>()("Unwell", { message: Schema.String }) {}

const signs: Readonly<Record<Finding["grade"], string>> = { fine: "ok", advice: "note", trouble: "FAIL" }

const report = (findings: ReadonlyArray<Finding>): string => {
  const widest = Math.max(...findings.map((finding) => finding.about.length))
  return findings
    .map(({ about, grade, text }) => `${signs[grade].padEnd(4)}  ${about.padEnd(widest)}  ${text}`)
    .join("\n")
}

export const doctorCommand = Command.make(
  "doctor",
  {
    ...flags,
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("One line of JSON, a list of {about, grade, text}"),
    ),
  },
  Effect.fnUntraced(function* ({ json, ...chosen }) {
    const loaded = yield* configured(chosen)
    const findings = yield* examine(loaded.settings, loaded.live).pipe(Effect.provide(models(loaded)))
    yield* Console.log(json ? JSON.stringify(findings) : report(findings))
    const troubles = findings.filter(({ grade }) => grade === "trouble").length
    if (troubles > 0)
      return yield* new Unwell({
        message: `${troubles === 1 ? "one thing" : `${troubles} things`} will not work`,
      })
  }),
).pipe(
  Command.withDescription(
    "Checks Discord, store, team, model, clock and disk, and says what to do; changes nothing",
  ),
)
