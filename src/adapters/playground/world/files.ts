import type { DatabaseSync, StatementSync } from "node:sqlite"

/** Bytes by name: attachments and avatars. */
export class Files {
  readonly #write: StatementSync
  readonly #read: StatementSync

  constructor(store: DatabaseSync) {
    this.#write = store.prepare("INSERT OR IGNORE INTO file (name, type, bytes) VALUES (?, ?, ?)")
    this.#read = store.prepare("SELECT type, bytes FROM file WHERE name = ?")
  }

  /** A name is written once: what has it already stays. */
  put(name: string, type: string, bytes: Uint8Array): void {
    this.#write.run(name, type, bytes)
  }

  get(name: string): { readonly type: string; readonly bytes: Uint8Array } | undefined {
    const row = this.#read.get(name)
    return row === undefined ? undefined : { type: String(row["type"]), bytes: row["bytes"] as Uint8Array }
  }
}
