/** What kind of message it is: patterns of English, nothing else. Pure. */
import { sentences, subject } from "./words.ts"

export type Intent = "summary" | "abilities" | "recall" | "greeting" | "thanks" | "question" | "statement"

const greets = /^\W*(hi|hello|hey|howdy|greetings|welcome|good (morning|afternoon|evening|day))\b/i
const thanks = /^\W*(thanks|thank you|thx|ty|cheers|perfect|great|nice|awesome|cool|got it)\b/i
const summary =
  /\b(summar(y|i[sz]e\w*)|recap|tl;?dr|sum (it |this |that )?up|catch me up|what did i miss|what (have|did|do) (we|they|people|others) (say|said|discuss\w*|decid\w*|agree\w*|talk\w*|know))\b/i
const abilities =
  /\b((what|how) can (you|i|we) (do|help|ask)|what are you\b|who are you|introduce yourself|what do you do|(what|which) is your (role|job|field)|what's your (role|job|field))|^\W*help\W*$/i
const recall =
  /\b(do you remember|remember (what|when|me)|what (did|have) (i|we) (ask(ed)?|told|tell|said|say|want(ed)?)|my (last|previous|earlier|first) question|last time)\b/i
const asksFirst =
  /^\W*(who|what|whats|what's|when|where|why|how|which|can|could|should|would|is|are|do|does|did|has|have|any|anyone|anybody|please|write|draft|explain|compare|list|give|show|tell|make|find|check|review|plan|estimate|suggest|recommend|help|calculate|edit|translate|describe|decide|name|rewrite|shorten|improve|prepare|outline)\b/i
const asksAnywhere =
  /\b(please|(can|could|would) (you|someone|somebody|anyone|anybody)|i('m| am) (stuck|trying|looking)|i need|we need|need help|help me|how (do|to|should|can)|looking for|any (ideas?|tips?|advice|suggestions?|recommendations?))\b/i

/** It wants something: a question mark, a word that opens a question, or a request. */
export const asks = (text: string): boolean => {
  const prose = text.replace(/```[\s\S]*?(```|$)|https?:\/\/\S+/g, " ")
  return /[?？]/.test(prose) || asksAnywhere.test(prose) || sentences(prose).some((it) => asksFirst.test(it))
}

const anybody = /\b(anyone|anybody|someone|somebody|everyone|everybody|team|agents|bots)\b/i
const greeted = /\b(all|folks|guys|y'all)\b/i

/** It is meant for whoever feels spoken to: a greeting or a question to all. */
export const toEverybody = (text: string): boolean =>
  sentences(text).some((it) =>
    greets.test(it) ? anybody.test(it) || greeted.test(it) : asks(it) && anybody.test(it),
  )

/** It goes on with what was said just before. */
export const goesOn = (text: string): boolean =>
  asks(text) &&
  (/^\W*(and|but|so|then|why|how so|what about|how about|which|really)\b/i.test(text) ||
    /\byours?\b|\byou\b/i.test(text))

export const intentOf = (text: string): Intent => {
  const little = subject(text).length <= 3
  if (summary.test(text)) return "summary"
  if (recall.test(text)) return "recall"
  if (abilities.test(text)) return "abilities"
  if (greets.test(text) && little && !text.includes("?")) return "greeting"
  if (thanks.test(text) && little && !text.includes("?")) return "thanks"
  return asks(text) ? "question" : "statement"
}
