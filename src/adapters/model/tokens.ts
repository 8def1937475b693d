/** How long a text is for a model. The one place where tokens of a prompt are counted. */

/** Scripts that write without spaces: about a token for each character. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}]/gu

/**
 * An estimate, rather too high than too low for English: a token for each four letters of a word that was begun, one for each
 * mark, line break, and character of a script without spaces. Providers' tokenizers differ among themselves by more than it errs.
 */
export const tokensOf = (text: string): number => {
  const characters = text.match(unspaced)?.length ?? 0
  const pieces = text.replace(unspaced, " ").match(/[\p{L}\p{M}\p{N}]+|[^\S ]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? []
  return pieces.reduce((sum, piece) => sum + Math.ceil(piece.length / 4), characters)
}
