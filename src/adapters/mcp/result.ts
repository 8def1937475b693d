/** What a call came to, as text for a model. https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-result */
import { Schema } from "effect"
import { longestResult } from "../../machines/tools/call.ts"
import { atMost, oneLine } from "./words.ts"

const Named = Schema.Struct({
  uri: Schema.String,
  name: Schema.optionalKey(Schema.String),
  title: Schema.optionalKey(Schema.String),
  description: Schema.optionalKey(Schema.String),
  mimeType: Schema.optionalKey(Schema.String),
})

const Content = Schema.Union([
  Schema.Struct({ type: Schema.Literal("text"), text: Schema.String }),
  Schema.Struct({
    type: Schema.Literals(["image", "audio"]),
    mimeType: Schema.optionalKey(Schema.String),
    data: Schema.String,
  }),
  Schema.Struct({ type: Schema.Literal("resource_link"), ...Named.fields }),
  Schema.Struct({
    type: Schema.Literal("resource"),
    resource: Schema.Struct({
      uri: Schema.String,
      mimeType: Schema.optionalKey(Schema.String),
      text: Schema.optionalKey(Schema.String),
      blob: Schema.optionalKey(Schema.String),
    }),
  }),
  /** Of a version to come. */
  Schema.Struct({ type: Schema.String }),
])
type Content = typeof Content.Type

/** Untrusted: a server may send anything. */
export const CallResult = Schema.Struct({
  content: Schema.optionalKey(Schema.Array(Content)),
  structuredContent: Schema.optionalKey(Schema.Unknown),
  isError: Schema.optionalKey(Schema.Boolean),
})
export type CallResult = typeof CallResult.Type

/** Of one link. */
const longestLine = 300

const kilobytes = (base64: string): string => `${Math.max(1, Math.round((base64.length * 3) / 4 / 1024))} kB`

const textOf = (content: Content): string => {
  if ("text" in content) return content.text
  if ("data" in content)
    return `[${content.type} left out: ${oneLine(content.mimeType ?? "of an unknown type", 60)}, ${kilobytes(content.data)}]`
  if ("uri" in content) {
    const { uri, name, title, description, mimeType } = content
    const about = [title ?? name, mimeType, description].filter((it) => it !== undefined && it !== "")
    return oneLine(`${uri}${about.length === 0 ? "" : ` (${about.join(", ")})`}`, longestLine)
  }
  if ("resource" in content) {
    const { uri, text, blob, mimeType } = content.resource
    if (text !== undefined) return `${oneLine(uri, longestLine)}:\n${text}`
    return `[${oneLine(uri, longestLine)} left out: ${oneLine(mimeType ?? "of an unknown type", 60)}, ${kilobytes(blob ?? "")}]`
  }
  return `[${oneLine(content.type, 40)} left out]`
}

/** Servers send what is structured once more as text, for those who cannot read it. */
const structuredOf = ({ structuredContent, content = [] }: CallResult): ReadonlyArray<string> => {
  if (structuredContent === undefined) return []
  const written = JSON.stringify(structuredContent)
  const isSaid = content.some((each) => "text" in each && sameJson(each.text, written))
  return isSaid ? [] : [written]
}

const sameJson = (text: string, written: string): boolean => {
  try {
    return JSON.stringify(JSON.parse(text)) === written
  } catch {
    return false
  }
}

/**
 * At most `longestResult` characters: what is longer is clipped in the middle, after `hide` has taken out what nobody may see: half
 * a secret would not be found any more.
 */
export const said = (result: CallResult, hide: (text: string) => string): string => {
  const texts = [...(result.content ?? []).map(textOf), ...structuredOf(result)]
  const text = atMost(hide(texts.join("\n")), longestResult)
  return text.trim() === "" ? "(it said nothing)" : text
}
