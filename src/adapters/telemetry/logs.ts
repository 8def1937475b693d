/**
 * The log, for people or for programs. What is said while an effect is carried out has the actor and the correlation id: the id of
 * the message that it all began with, as it stands in journals, in traces and at the inspector's `/api/messages/<id>`.
 */
import { Logger, type Layer } from "effect"
import type { LogFormat } from "../config/settings.ts"

interface Line {
  readonly at: string
  readonly level: string
  readonly message: string
  /** The id of the message that it all began with; left out: of none. */
  readonly correlation?: string
  readonly actor?: string
  /** What went wrong, with where. */
  readonly cause?: string
}

const words = (message: unknown): string =>
  (Array.isArray(message) ? message : [message])
    .map((part) =>
      typeof part === "string" ? part : part instanceof Error ? String(part) : JSON.stringify(part),
    )
    .join(" ")

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined)

/** One line of JSON, in which these come first. */
const structured = Logger.map(
  Logger.formatStructured,
  ({ message, level, timestamp, cause, annotations: { correlation, actor, ...more } }) => {
    const [its, who] = [text(correlation), text(actor)]
    const line: Line = {
      at: timestamp,
      level: level.toLowerCase(),
      message: words(message),
      ...(its !== undefined && { correlation: its }),
      ...(who !== undefined && { actor: who }),
      ...(cause !== undefined && { cause }),
    }
    return JSON.stringify({ ...line, ...more })
  },
)

/** `json`: one object a line, in UTC, on standard error as for people. */
export const layer = (format: LogFormat): Layer.Layer<never> =>
  Logger.layer([format === "json" ? Logger.withConsoleError(structured) : Logger.defaultLogger])
