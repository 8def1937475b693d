/** Whether a text is in another language than English, the only one that the offline model has sentences in. Pure. */
import { stopWords } from "../../routing/stop-words.ts"
import { words } from "./words.ts"

/** Small words of German, French, Spanish, Italian, Portuguese and Dutch that are none in English. */
export const foreign: ReadonlySet<string> = new Set(
  `aber auch auf aus bei bitte das dass dem den der des die doch ein eine einen einer eines euch für habe haben ich ihr
  ist kann können mit nach nicht noch oder schon sind sollen uns und unser unsere unseren vom von wann warum wenn werden
  wie wir wird wo zu zum zur über au aux avec ce cette dans de du elle est et il ils je la le les leur mais mon ne nos
  notre nous ou où par pas plus pour pourquoi qu que quel quelle qui sont sur un une vos votre vous al como con cuál
  cuándo cuántos del donde dónde el ella en es está estamos este esto hay las los muy más mi nosotros nuestra nuestro
  para pero por porque qué se si sin son su tenemos una uno y ya che chi come con cosa della di dove gli ho i il io la
  lo ma nei nel noi non nostra nostro per perché più quando questo sono un é ao as com da das do dos e ela ele em eu foi
  isso mas meu na não no nossa nosso nós o os ou quem são sua tem uma você aan als bij dat deze die dit een en geen
  heeft het hij hoe ik je kan maar met naar niet nog of om onze ook op te uit van voor waar wat we wij zijn`
    .split(/\s+/)
    .filter((word) => !stopWords.has(word)),
)

/** Most letters are of another script, or more small words are another language's than English ones. */
export const isForeign = (text: string): boolean => {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (letters >= 4 && latin < letters / 2) return true
  const all = words(text)
  const theirs = all.filter((word) => foreign.has(word)).length
  return theirs >= 2 && theirs > all.filter((word) => stopWords.has(word)).length
}
