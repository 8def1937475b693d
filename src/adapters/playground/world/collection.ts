import type { DatabaseSync, StatementSync } from "node:sqlite"

/**
 * Documents of one kind: all of them in memory, every change written through to the store. For the small and
 * often read (guilds, channels, members); messages have a table of their own.
 */
export class Collection<T extends { readonly id: string }> {
  readonly #documents = new Map<string, T>()
  readonly #groups = new Map<string, Map<string, T>>()
  readonly #kind: string
  readonly #groupOf: (document: T) => string | undefined
  readonly #write: StatementSync
  readonly #erase: StatementSync

  /** `groupOf` names the parent by which `in` finds documents: the guild of a channel, say. */
  constructor(
    store: DatabaseSync,
    kind: string,
    groupOf: (document: T) => string | undefined = () => undefined,
  ) {
    this.#kind = kind
    this.#groupOf = groupOf
    this.#write = store.prepare("INSERT OR REPLACE INTO document (kind, id, body) VALUES (?, ?, ?)")
    this.#erase = store.prepare("DELETE FROM document WHERE kind = ? AND id = ?")
    for (const row of store.prepare("SELECT body FROM document WHERE kind = ?").iterate(kind)) {
      this.#index(JSON.parse(String(row["body"])) as T)
    }
  }

  get(id: string): T | undefined {
    return this.#documents.get(id)
  }

  /** Every document: those loaded in the order of their ids, then those written since. */
  all(): ReadonlyArray<T> {
    return [...this.#documents.values()]
  }

  /** The documents of one parent. */
  in(group: string): ReadonlyArray<T> {
    return [...(this.#groups.get(group)?.values() ?? [])]
  }

  put(document: T): T {
    this.#write.run(this.#kind, document.id, JSON.stringify(document))
    this.#index(document)
    return document
  }

  remove(id: string): void {
    const document = this.#documents.get(id)
    if (document === undefined) return
    this.#erase.run(this.#kind, id)
    this.#documents.delete(id)
    const group = this.#groupOf(document)
    if (group !== undefined) this.#groups.get(group)?.delete(id)
  }

  #index(document: T): void {
    this.#documents.set(document.id, document)
    const group = this.#groupOf(document)
    if (group === undefined) return
    const siblings = this.#groups.get(group) ?? new Map<string, T>()
    this.#groups.set(group, siblings.set(document.id, document))
  }
}
