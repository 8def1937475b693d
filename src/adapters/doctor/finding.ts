/** What a check of the doctor's found. */
export interface Finding {
  /** What was looked at, in a word or two: `Discord`, `Redis`. */
  readonly about: string
  /** `trouble`: it will not work; `advice`: it works, and can be lost or fail; `fine`. */
  readonly grade: "fine" | "advice" | "trouble"
  /** A sentence; what is not fine says what to do. */
  readonly text: string
}

/** As people read a size. */
export const mebibytes = (bytes: number): string =>
  bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`

type Say = (text: string) => Finding

/** The three grades of one subject. */
export const about = (subject: string): Readonly<Record<Finding["grade"], Say>> => ({
  fine: (text) => ({ about: subject, grade: "fine", text }),
  advice: (text) => ({ about: subject, grade: "advice", text }),
  trouble: (text) => ({ about: subject, grade: "trouble", text }),
})
