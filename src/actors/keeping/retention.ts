/** What leaves an actor's journal, and where to. Times in ms. */
export interface Retention {
  /** Entries stay for so many days, unless there are too many. */
  readonly keepDays: number
  /** An actor keeps so many entries at least, and half as many more at most. */
  readonly keepEntries: number
  /** Whether what leaves is archived, or is gone. */
  readonly archive: boolean
  /** Archived logs are deleted after so many days; null: never. */
  readonly archiveDays: number | null
  /** How often it is looked. */
  readonly sweepEvery: number
}

export const retention: Retention = {
  keepDays: 30,
  keepEntries: 10_000,
  archive: true,
  archiveDays: null,
  sweepEvery: 10 * 60_000,
}

const day = 24 * 60 * 60_000

/** Entries before this are too old. Whole days (UTC), so that an actor gets one segment a day and not one a sweep. */
export const oldest = ({ keepDays }: Retention, now: number): number =>
  Math.floor((now - keepDays * day) / day) * day

/** How many entries are too many. */
export const tooMany = ({ keepEntries }: Retention): number => Math.ceil(keepEntries * 1.5)
