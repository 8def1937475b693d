/** Whether a message asks, and whom: patterns of English, nothing else. Pure. */
import { sentences } from "./words.ts"

/** A greeting at the beginning. */
export const greeting = /^\W*(hi|hello|hey|howdy|greetings|welcome|good (morning|afternoon|evening|day))\b/i
/** Thanks, or praise that is as good. */
export const thanks = /^\W*(thanks|thank you|thx|ty|cheers|perfect|great|nice|awesome|cool|got it)\b/i
const asksFirst =
  /^\W*(who|what|whats|what's|when|where|why|how|which|can|could|should|would|is|are|do|does|did|has|have|any|anyone|anybody|please|write|draft|explain|compare|list|give|show|tell|make|find|check|review|plan|estimate|suggest|recommend|help|calculate|edit|translate|describe|decide|name|rewrite|shorten|improve|prepare|outline)\b/i
const asksAnywhere =
  /\b(please|(can|could|would) (you|someone|somebody|anyone|anybody)|i('m| am) (stuck|trying|looking)|i need|we need|need help|help me|how (do|to|should|can)|looking for|any (ideas?|tips?|advice|suggestions?|recommendations?))\b/i

/** It wants something: a question mark, a word that opens a question, or a request. */
export const asks = (text: string): boolean => {
  const prose = text.replace(/```[\s\S]*?(```|$)|https?:\/\/\S+/g, " ")
  return /[?？]/.test(prose) || asksAnywhere.test(prose) || sentences(prose).some((it) => asksFirst.test(it))
}

/** A greeting to all, and little more. */
const greetsAll =
  /^\W*(hi|hello|hey|howdy|greetings|welcome|good (morning|afternoon|evening|day))\b(\W+(there|again|dear|my|to|you))*\W+(all|folks|guys|team|agents|bots|everyone|everybody|y'all)\b.{0,40}$/i
const asksTeam =
  /^\W*((hi|hello|hey|ok|dear)\W+)?(team|agents|bots)\b|,\s*(team|agents|bots)\W*$|\b(can|could|would|will) the (team|agents|bots)\b|\b(who|which|any|some|one|all|each|both) of you\b/i
/** Whoever is asked this is asked for nothing yet, or for help with anything. */
const whoIsThere =
  /^\W*((hi|hello|hey)\W+)?((is|are) )?(there )?(anyone|anybody|someone|somebody)( else)?( out)?( here| there| around| awake| online)?\W*$|\b(can|could|would|will) (anyone|anybody|someone|somebody)\b.*\b(help|advise|assist)\b/i

/** It is meant for the team, or for whoever feels spoken to: a greeting, or a call for help, to all. */
export const toEverybody = (text: string): boolean =>
  sentences(text).some((it) =>
    asks(it) ? asksTeam.test(it) || whoIsThere.test(it) : greetsAll.test(it) || whoIsThere.test(it),
  )

/** One person asks another about herself: `have you tried it?`, `what do you mean?` */
export const isPersonal = (text: string): boolean =>
  /\b(have|had|did|were) you\b|\bare you (?!able\b)|\bdo you (mean|like|want|have|remember|live|still|ever|need)\b/i.test(
    text,
  )

/** It goes on with what was said just before. */
export const goesOn = (text: string): boolean =>
  asks(text) &&
  (/^\W*(and|but|so|then|why|how so|what about|how about|which|really)\b/i.test(text) ||
    /\byours?\b|\byou\b/i.test(text))
