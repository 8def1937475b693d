/** What the description says of a place in a file. Pure. */
import type { Path } from "./positions.ts"
import { root } from "./sections.ts"
import type { Node, Table } from "./tree.ts"

/** `node` is null where nothing is known; the items of a list of texts count as their key. */
export const nodeAt = (path: Path): { readonly node: Node | null; readonly parent: Table | null } => {
  let node: Node = root
  let parent: Table | null = null
  for (const part of path) {
    if (node._tag === "Key") break
    if (node._tag === "Table") {
      parent = node
      const next: Node | undefined = Object.hasOwn(node.keys, part) ? node.keys[part] : undefined
      if (next === undefined) return { node: null, parent }
      node = next
    } else node = node.of
  }
  return { node, parent }
}

/** A line of a file. */
export const lineFor = (name: string, node: Node): string => {
  switch (node._tag) {
    case "Key":
      return `${name} = ${node.example}`
    case "Table":
      return `[${name}]`
    case "Tables":
      return `[[${name}]]`
    case "Named":
      return node.example
  }
}

/** "default", "default or base", "one of a, b, c". */
export const oneOf = (names: ReadonlyArray<string>): string =>
  names.length === 1 ? names[0]! : `one of ${names.join(", ")}`
