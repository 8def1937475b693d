/**
 * Which forms of a word are the same word, by language. A stemmer says which may be; stemmers also bring together what only
 * begins alike (`university` and `universe`, `evidence` and `evident`), so what differs has to be an ending of inflection, too.
 * The stemmers are Snowball's: https://snowballstem.org/algorithms/
 */
import { stemmer as danish } from "@orama/stemmers/danish"
import { stemmer as dutch } from "@orama/stemmers/dutch"
import { stemmer as english } from "@orama/stemmers/english"
import { stemmer as finnish } from "@orama/stemmers/finnish"
import { stemmer as french } from "@orama/stemmers/french"
import { stemmer as german } from "@orama/stemmers/german"
import { stemmer as hungarian } from "@orama/stemmers/hungarian"
import { stemmer as italian } from "@orama/stemmers/italian"
import { stemmer as norwegian } from "@orama/stemmers/norwegian"
import { stemmer as portuguese } from "@orama/stemmers/portuguese"
import { stemmer as romanian } from "@orama/stemmers/romanian"
import { stemmer as russian } from "@orama/stemmers/russian"
import { stemmer as spanish } from "@orama/stemmers/spanish"
import { stemmer as swedish } from "@orama/stemmers/swedish"
import { stemmer as turkish } from "@orama/stemmers/turkish"
import type { Language } from "../../machines/agent/brain.ts"
import { stopWords } from "./stop-words.ts"

const stemmers: Readonly<Record<Language, (word: string) => string>> = {
  da: danish,
  de: german,
  en: english,
  es: spanish,
  fi: finnish,
  fr: french,
  hu: hungarian,
  it: italian,
  nl: dutch,
  no: norwegian,
  pt: portuguese,
  ro: romanian,
  ru: russian,
  sv: swedish,
  tr: turkish,
}

/** What inflection puts behind the part that two forms share, without accents: of the word that is listened for, and of any form. */
interface Endings {
  readonly own: RegExp
  readonly any: RegExp
}

const both = (endings: RegExp): Endings => ({ own: endings, any: endings })

const anyShort = both(/^\p{L}{0,3}$/u)

const endings: Partial<Record<Language, Endings>> = {
  // A word in -ing or -ed is no form to begin from: `wording` is not called by `word`.
  en: {
    own: /^(|e|s|es|y|ies)$/,
    any: /^(|e|s|es|y|ies|ied|d|[bdfglmnprtz]?(ed|ing|ings))$/,
  },
  de: both(/^[emnrst]{0,4}$/),
  nl: both(/^[bdfgklmnprst]?(|s|e|n|en|t|te|ten|de|den)$/),
  fr: both(/^(|s|x|l|ux|e|es|ee|ees|er|ez|ent|ons|ai[st]?|ait|aient|ant|ir|is|it|issent|re)$/),
  es: both(/^(|s|[aeo]|[aeo]s|[aei]r|[ae]n|[aei]mos|[ai]d[ao]s?|[aie]ndo|iendo|aban?|ian?|aron|ieron)$/),
  pt: both(
    /^(|s|[aeo]|[aeo]s|[aei]r|[ae]m|[aei]mos|[ai]d[ao]s?|[aei]ndo|avam?|iam?|aram|eram|ou|m|ns|is|oes)$/,
  ),
  it: both(/^(|[aeio]|h[ei]|[aei]re|[aiu]t[aeio]|[ae]ndo|[ae]no|iamo|[ai]va(no)?)$/),
}

/** Shorter stems say too little: `ads` is not the plural of what `ad` is short for. In letters. */
const shortest = 3

export const stem = (word: string, language: Language): string => stemmers[language](word)

const bare = (word: string): string => word.normalize("NFD").replace(/\p{M}/gu, "")

/**
 * Whether `form` is an inflected form of `word`, both in lower case: `markets` of `market`, `decided` of `decide`, `Pläne` of
 * `Plan` in German; neither `marketer` nor `supermarket`, and no word that says nothing by itself, such as `new` of `news`.
 */
export const isFormOf = (form: string, word: string, language: Language): boolean => {
  if (form === word) return true
  const root = stem(word, language)
  if (root.length < shortest || root !== stem(form, language) || stopWords.has(form)) return false
  const [a, b] = [bare(word), bare(form)]
  if (a === b) return false
  let shared = 0
  while (shared < a.length && a[shared] === b[shared]) shared++
  const { own, any } = endings[language] ?? anyShort
  return own.test(a.slice(shared)) && any.test(b.slice(shared))
}
