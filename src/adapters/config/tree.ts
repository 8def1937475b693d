/** The configuration as a tree of tables and keys: one description for decoding, errors, the starter file and the documentation. */
import { Schema } from "effect"
import type { Kind } from "./kinds.ts"

/** One key. `D` is what it is when nobody says it; `required` when somebody must. */
export interface Key<A, D = A> {
  readonly _tag: "Key"
  /** A sentence or two for people. */
  readonly does: string
  readonly kind: Kind<A>
  readonly standard: D
  /** What happens without it, for a standard that does not say so itself. */
  readonly without: string
  /** The right side of a line that could stand in a file. */
  readonly example: string
  /** The environment variable that stands above the file; null in tables that may occur several times. */
  readonly env: string | null
  readonly required: boolean
  /** In a table that may change at once, this key waits for the next start. */
  readonly fixed: boolean
}

export interface Table<K extends Keys = Keys> {
  readonly _tag: "Table"
  readonly does: string
  readonly keys: K
  /** A change takes effect at once, not at the next start. */
  readonly live: boolean
}

/** `[[partners.users]]`: as many as one likes. */
export interface Tables<T extends Table = Table> {
  readonly _tag: "Tables"
  readonly of: T
  readonly most: number
}

/** `[templates.NAME]`. */
export interface Named<T extends Table = Table> {
  readonly _tag: "Named"
  readonly does: string
  readonly of: T
  readonly most: number
  readonly example: string
}

// oxlint-disable-next-line typescript/no-explicit-any -- a key of any value; what reads one knows which
export type AnyKey = Key<any, any>
export type Node = AnyKey | Table | Tables | Named
export type Keys = { readonly [name: string]: Node }

interface KeyOptions<D> {
  readonly does: string
  readonly standard: D
  readonly env: string
  readonly without?: string
  readonly example?: string
  readonly fixed?: boolean
}

/** `example` when the standard is none that could be written. */
export const key = <A, const D extends A | null>(kind: Kind<A>, options: KeyOptions<D>): Key<A, D> => ({
  _tag: "Key",
  kind,
  required: false,
  fixed: false,
  without: "",
  ...options,
  example: options.example ?? toml(kind.write(options.standard as A)),
})

/** A key of a table that may occur several times: the environment cannot say it. */
export const part = <A, const D extends A | null>(
  kind: Kind<A>,
  options: Omit<KeyOptions<D>, "env">,
): Key<A, D> => ({ ...key(kind, { ...options, env: "" }), env: null })

export const required = <A>(
  kind: Kind<A>,
  { does, example }: { does: string; example: string },
): Key<A, never> => ({
  _tag: "Key",
  kind,
  does,
  example,
  standard: undefined as never,
  without: "",
  env: null,
  required: true,
  fixed: false,
})

export const table = <const K extends Keys>(does: string, keys: K, { live = false } = {}): Table<K> => ({
  _tag: "Table",
  does,
  keys,
  live,
})

export const tables = <T extends Table>(of: T, most: number): Tables<T> => ({ _tag: "Tables", of, most })

/** What a key is written as in a file. */
export const toml = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(toml).join(", ")}]` : JSON.stringify(value)

/** What a table holds once it is read, its defaults filled in. */
export type Values<K extends Keys> = {
  readonly [N in keyof K]: K[N] extends Key<infer A, infer D>
    ? A | D
    : K[N] extends Tables<Table<infer C>>
      ? ReadonlyArray<Values<C>>
      : K[N] extends Named<Table<infer C>>
        ? ReadonlyMap<string, Values<C>>
        : K[N] extends Table<infer C>
          ? Values<C>
          : never
}

/** The Schema of what a file may hold there, nothing filled in. */
export const schemaOf = (node: Node): Schema.Codec<unknown> => {
  switch (node._tag) {
    case "Key":
      return node.kind.schema as Schema.Codec<unknown>
    case "Table":
      return structOf(node.keys)
    case "Tables":
      return Schema.Array(structOf(node.of.keys)).check(Schema.isMaxLength(node.most)) as never
    case "Named":
      return Schema.Record(Schema.String, structOf(node.of.keys)).check(
        Schema.isMaxProperties(node.most),
      ) as never
  }
}

export const structOf = (keys: Keys): Schema.Codec<unknown> =>
  Schema.Struct(
    Object.fromEntries(
      Object.entries(keys).map(([name, node]) => [
        name,
        node._tag === "Key" && node.required ? schemaOf(node) : Schema.optionalKey(schemaOf(node)),
      ]),
    ),
  ) as never

/** Fills in what was not said. `written` has been found good; relative paths count from `directory`. */
export const fill = <K extends Keys>(keys: K, written: unknown, directory: string): Values<K> => {
  const found = (written ?? {}) as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(keys).map(([name, node]) => [
      name,
      filled(node, Object.hasOwn(found, name) ? found[name] : undefined, directory),
    ]),
  ) as Values<K>
}

const filled = (node: Node, written: unknown, directory: string): unknown => {
  switch (node._tag) {
    case "Key":
      return written === undefined ? node.standard : node.kind.read(written as never, directory)
    case "Table":
      return fill(node.keys, written, directory)
    case "Tables":
      return ((written ?? []) as ReadonlyArray<unknown>).map((each) => fill(node.of.keys, each, directory))
    case "Named":
      return new Map(
        Object.entries((written ?? {}) as object).map(([name, each]) => [
          name,
          fill(node.of.keys, each, directory),
        ]),
      )
  }
}
