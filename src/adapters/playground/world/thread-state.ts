import { channelAudience } from "./audience.ts"
import type { ThreadRecord } from "./records.ts"
import { threadView } from "./views/channel.ts"
import type { World } from "./world.ts"

/** Stores a changed thread and tells so. */
export function changeThread(
  world: World,
  thread: ThreadRecord,
  changes: Partial<Pick<ThreadRecord, "name" | "archived" | "locked" | "auto_archive_duration">>,
): ThreadRecord {
  const moved = changes.archived !== undefined && changes.archived !== thread.archived
  const changed = {
    ...thread,
    ...changes,
    archive_timestamp: moved ? world.timestamp() : thread.archive_timestamp,
  }
  world.channels.put(changed)
  world.emit({ t: "THREAD_UPDATE", d: threadView(world, changed), audience: channelAudience(changed) })
  return changed
}

/** A message in an archived thread opens it again. */
export function reviveThread(world: World, thread: ThreadRecord): void {
  if (thread.archived) changeThread(world, thread, { archived: false })
}
