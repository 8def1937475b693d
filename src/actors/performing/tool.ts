/** What a model is told of a tool. */
export interface Tool {
  /** As rules name it: `time`, `blender.render`: letters, digits, `_`, `-`, and a dot after its server's name. */
  readonly name: string
  readonly description: string
  /** JSON Schema of an object. https://json-schema.org/draft/2020-12 */
  readonly parameters: Readonly<Record<string, unknown>>
  /** It changes nothing anywhere: it is not asked about unless a rule says so. */
  readonly harmless: boolean
  /** It may be called again when it is not known whether the first call came through. */
  readonly repeatable: boolean
  /** What people see while it runs: `reading docs…`. */
  readonly doing: string
}
