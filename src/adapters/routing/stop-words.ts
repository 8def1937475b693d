/** English words that say nothing about a message's subject. After Fox, "A stop list for general text", SIGIR Forum 1989, shortened. */
export const stopWords: ReadonlySet<string> = new Set(
  `a able about above after again ago all almost already also although always am among an and another any anybody
  anyone anything are aren't around as ask at away back be became because been before being below best better between
  both but by came can can't cannot come could couldn't did didn't do does doesn't doing don't done down each either
  else even ever every everybody everyone everything few first for from get gets getting give go goes going gone good
  got great had has hasn't have haven't having he her here hers hi him himself his how however i i'd i'll i'm i've if
  in instead into is isn't it it's its itself just keep kind know last least let let's like likely little ll long look
  lot made make makes many may maybe me mean might mine more most much must my myself need never new next no nobody
  none nor not nothing now of off often oh ok okay on once one only onto or other others our ours ourselves out over
  own people per perhaps please pretty put quite rather re really right said same saw say says see seem seen shall she
  should shouldn't since so some somebody someone something soon still such sure take tell than thank thanks that
  that's the their theirs them themselves then there there's these they they're thing things think this those though
  thought through to today together too two under until up upon us use used using ve very via want wants was wasn't
  way we we'd we'll we're we've well went were weren't what what's when where which while who who's whole whom whose
  why will with within without won't would wouldn't yeah yes yet you you'd you'll you're you've your yours yourself`.split(
    /\s+/,
  ),
)
