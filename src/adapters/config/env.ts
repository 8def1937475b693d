/** How a setting is read from the environment: trimmed, since it is often pasted; empty counts as missing. */
import { Config, Option, Redacted } from "effect"

export const text = (name: string): Config.Config<string | null> =>
  Config.String(name).pipe(
    Config.option,
    Config.map((found) => Option.getOrNull(found)?.trim() || null),
  )

/** Printed as its name and never as what it is. */
export const secret = (name: string): Config.Config<Redacted.Redacted | null> =>
  text(name).pipe(Config.map((found) => (found === null ? null : Redacted.make(found, { label: name }))))
