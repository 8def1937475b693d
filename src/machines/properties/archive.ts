/** What is to hold of what left the sessions of a user. */
import { charactersAtMost, exchangesAtMost, type ArchiveContext } from "../memory/archive.ts"
import type { Properties } from "./property.ts"
import { ada } from "./samples.ts"

export const archive: Properties<ArchiveContext> = {
  comes: ({ context: { exchanges } }) => [
    { type: "ARCHIVE", brain: "a", exchanges: [{ asked: "?", answered: "!", at: exchanges.length }] },
    {
      type: "ARCHIVE",
      brain: "b",
      exchanges: [{ asked: "?", answered: "x".repeat(0.6 * charactersAtMost), at: 0 }],
    },
    { type: "EMPTY", by: ada },
  ],
  gist: ({ exchanges, dropped }) => [
    Math.min(exchanges.length, 4),
    exchanges.some(({ answered }) => answered.length > 1),
    dropped > 0,
  ],
  always: {
    "no more is kept than may be": ({ context: { exchanges } }) => exchanges.length <= exchangesAtMost,
    "what is kept is in the order of time": ({ context: { exchanges } }) =>
      exchanges.every(({ at }, n) => n === 0 || exchanges[n - 1]!.at <= at),
  },
  heard: [],
}
