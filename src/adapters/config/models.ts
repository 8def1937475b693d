/** What the file says under `[models]`, for whoever reads it from the environment. */
import { ConfigProvider, Layer, Redacted } from "effect"
import type { Loaded } from "./load.ts"

/** The environment with the file's keys under it: `ORRERY_MODEL` and the others, however they were said. */
export const models = ({ entries }: Loaded): Layer.Layer<never> =>
  ConfigProvider.layerAdd(
    ConfigProvider.fromUnknown(
      Object.fromEntries(
        entries
          .filter(({ section, live, origin }) => section === "models" && !live && origin.from !== "default")
          .map((entry) => [entry.node.env, textOf(entry.value)]),
      ),
    ),
    { asPrimary: true },
  )

/** A duration is the only number among them. */
const textOf = (value: unknown): string =>
  Redacted.isRedacted(value)
    ? String(Redacted.value(value))
    : typeof value === "number"
      ? `${value} millis`
      : String(value)
