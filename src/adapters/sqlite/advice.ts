/** Looks at where the file lies for what can lose acknowledged commits. */
import { statfsSync } from "node:fs"
import { dirname } from "node:path"
import { inMemory } from "./connection.ts"

/** Types that statfs(2) names; elsewhere than on Linux nothing is known. */
const temporary = new Set([0x01021994, 0x858458f6])
const networked = new Set([0x6969, 0xff534d42, 0xfe534d42, 0x517b])

export const adviceOf = (path: string): ReadonlyArray<string> => {
  if (path === inMemory) return ["Nothing is kept: the store is in memory. Give it a file."]
  const { type } = statfsSync(dirname(path))
  if (temporary.has(type)) {
    return [
      `${path} lies on a file system in memory: it is lost when the machine restarts. Choose another place.`,
    ]
  }
  if (networked.has(type)) {
    return [`${path} lies on a network file system, where SQLite's WAL is not safe. Choose a local disk.`]
  }
  return []
}
