/** The store and the archive that a `log` command looks into, next to an Orrery that may be running on them. */
import { Layer, Redacted } from "effect"
import * as Archive from "../archive/files.ts"
import type { Settings } from "../config/settings.ts"
import * as RedisStore from "../redis/store.ts"
import * as SqliteStore from "../sqlite/store.ts"

export const recordings = ({ redis, database, archiveDir }: Settings) =>
  Layer.merge(
    redis === null
      ? SqliteStore.layer({ path: database, shared: true })
      : RedisStore.layer({ url: Redacted.value(redis) }),
    Archive.layer({ folder: archiveDir }),
  )
