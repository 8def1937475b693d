/** The one place that says how an answer without a model behind it is marked. `-#` is Discord's subtext. */
export const label = "offline model"

const line = `-# ${label}`

/** Puts the mark under an answer. */
export const labelled = (text: string): string => (text === "" ? line : `${text}\n${line}`)

/** Takes the mark out of what is quoted or sent to a model, so that it is never taken for words that somebody said. */
export const unlabelled = (text: string): string => text.replaceAll(line, " ").trim()
