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

const anybody =
  /\b(anyone|anybody|someone|somebody|everyone|everybody|team|agents|bots|all|folks|guys|y'all)\b/i
const team = /\b(team|agents|bots|(who|which|any|some|one|all|each|both) of you)\b/i
/** Whoever is asked this is asked for nothing yet, or for help with anything. */
const whoIsThere =
  /^\W*((is|are) )?(there )?(anyone|anybody|someone|somebody)( else)?( out)?( here| there| around| awake| online)?\W*$|\b(anyone|anybody|someone|somebody)\b.*\b(help|advise|assist)\b/i

/** It is meant for the team, or for whoever feels spoken to: a greeting, or a call for help, to all. */
export const toEverybody = (text: string): boolean =>
  sentences(text).some((it) =>
    greeting.test(it) ? anybody.test(it) : asks(it) && (team.test(it) || whoIsThere.test(it)),
  )

/** It goes on with what was said just before. */
export const goesOn = (text: string): boolean =>
  asks(text) &&
  (/^\W*(and|but|so|then|why|how so|what about|how about|which|really)\b/i.test(text) ||
    /\byours?\b|\byou\b/i.test(text))
