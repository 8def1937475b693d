/** What kind of message it is, and so what kind of answer it gets. Patterns of English; whatever else is said, is said. Pure. */
import { isForeign } from "./language.ts"
import { asks, greeting, thanks } from "./speech.ts"
import { sumIn } from "./sums.ts"
import { wantsText } from "./request.ts"
import { subject } from "./words.ts"

export type Kind =
  | "tooShort"
  | "summary"
  | "remember"
  | "recall"
  | "abilities"
  | "greeting"
  | "thanks"
  | "farewell"
  | "needs"
  | "nature"
  | "sum"
  | "edit"
  | "text"
  | "question"
  | "statement"
  | "foreign"

const summary =
  /\b(summar(y|i[sz]e\w*)|recap|tl;?dr|sum (it |this |that |things )?up|catch me up|what did i miss|what (have|did|do) (we|they|people|others) (say|said|discuss\w*|decid\w*|agree\w*|talk\w*|know)\b(?!.*\babout\b))/i
const remember =
  /(^|[.!?,]\s+)((please|can you|could you|now),? )*(remember|note|keep in mind|don'?t forget|do not forget|make a note|write down)\b(?! (what|when|me|who|why|how|to)\b)|\bfor the record\b/i
const recall =
  /\b(do you (still )?remember|what do you remember|what do you know about me|remind me|what (did|have|had|was) (i|we) (just )?(ask(ed|ing)?|told|tell|said|say|want(ed)?)|my (last|previous|earlier|first) question|last time i)\b/i
const abilities =
  /\b((what|how) (all )?(can|do|could) (you|i|we) (all )?(do\b(?! (about|with|to|if|when))|help|ask|use)|what are you( for| good at)?[?.!]*$|who are you|introduce yourself|(what|which) is your (role|job|field)|what's your (role|job|field)|how does this work)|^\W*help( me)?\W*$/i
const social =
  /^\W*((hi|hello|hey)\W+)?(how are (you|things)|how is (it|everybody|everyone)|how's it) ?(all |going|doing|today)*\W*$/i
/** Greetings that are the same word in any sentence. */
const abroad =
  /^\P{L}*(hallo|hola|bonjour|salut|ciao|olá|servus|moin|hej|привет|здравствуйте|こんにちは|你好)(?!\p{L})/iu
const needs =
  /\b(what (do|would|did|else do|else would) you (need|like|want|have) to (know|hear)|what do you need|what are you missing|ask me (something|anything|questions))\b/i
const nature =
  /\b(are you|is (this|that|it)) (an? |the )?(real |actual )*(ai|bots?|robots?|human|person|people|llm|gpt|chat ?gpt|machine|computer|alive|real|intelligent|artificial intelligence)\b|\b(what|which) (language )?(model|llm|ai) (do|are|is)\b|^\W*what is (this|going on)( here| place| channel| server)?\W*$|\bwhy (are|is) (you|this|that|it) so (bad|dumb|stupid|silly|limited|short|boring)\b|\bwhy offline\b|\bwhat does (offline( model)?|that) mean\b/i
const farewell = /^\W*(bye|good ?bye|see you|see ya|good night|ciao|farewell|cu|later)\b/i
const edits =
  /\b(shorten|tighten|proofread|rephrase|simplify|polish)\b|\b(make|get) (it|this|that|the \w+) (much |a (bit|little|lot) )?(\w+er|better|more \w+)|\b(rewrite|edit|improve|correct) (it|this|that|the following|my)\b|^\W*shorter\b/i

const share =
  /\b(percent\w*|per cent|share|ratio|rate|proportion|fraction|how (much|many)|grow\w*|compare|change|increase|drop)\b|%/i

/** `40 of 500 came, what next?` asks for no percentage. */
const wantsSum = (text: string, size: number): boolean => {
  const sum = sumIn(text)
  if (sum === null) return false
  return sum.includes("%") ? share.test(text) || !/\p{L}{3}/u.test(text) : size <= 3 || asks(text)
}

/** A greeting that tells more than this, in telling words, is a statement that is polite. */
const mostNews = 10

export const kindOf = (text: string): Kind => {
  const size = subject(text).length
  const little = size <= 3 && !text.includes("?")
  if (!/[\p{L}\p{N}]/u.test(text)) return "tooShort"
  if (recall.test(text)) return "recall"
  if (remember.test(text)) return "remember"
  if (edits.test(text)) return "edit"
  if (summary.test(text)) return "summary"
  if (needs.test(text)) return "needs"
  if (nature.test(text)) return "nature"
  if (abilities.test(text)) return "abilities"
  if (social.test(text) || ((greeting.test(text) || abroad.test(text)) && !asks(text) && size <= mostNews))
    return "greeting"
  if (thanks.test(text) && little) return "thanks"
  if (farewell.test(text) && little) return "farewell"
  if (wantsSum(text, size)) return "sum"
  if (isForeign(text)) return "foreign"
  if (wantsText(text)) return "text"
  return asks(text) ? "question" : "statement"
}
