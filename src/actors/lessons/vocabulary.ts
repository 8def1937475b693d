/**
 * The words that errors are told in. Whatever else stands in an error, a name, a key, what somebody said, is particular to it and
 * is left out of what is kept.
 */
const words = `
a about above abort aborted accepted access account address again agent agents ago all allow allowed already am an and answer
answered answers any api are argument arguments as ask asked asking asks at auth authentication authorization automod available
away back bad base batch be because become been before begun below between block blocked body boundary bot both break breaker broke
broken buffer bug busy but by cache call called calls came can cannot capacity certificate chain change changed channel character
characters chat check choose client clock close closed cluster code command commands comes compact completion conflict connect
connected connecting connection connections constraint content context correct corrupt could crash crashed credit credits cut data
database deadline decode delete deleted denied deny depth deployment deprecated did direct directory disabled disallowed discord disk
dns do does done down due duplicate during each effect either else empty enabled encoded end ended endpoint engine enough entity
error errors event events exceed exceeded exceeds exhausted exist existed exists expected expired external failed failing fails
failure field fields file files filter firewall first fit fits fix for forbidden format found free from full function functions gave
gateway generate get give given go goes gone got guild had has have header headers held help here history hook host how http id if
image in inactive incorrect index input inputs insufficient internal into invalid is issue it its json keep key keys kind known lack
large last later latest leaves left length less let level like limit limited limits line list listen load loading local lock locked
login long longer lost made make malformed managed many match max maximum maxmemory may mcp memory message messages method minimum
minute minutes missing model models modern more most must name named need needed needs network never new next no nobody node none
not nothing null number object of off offline old on once one only open operation option or order other out output over overflow
overload overloaded own page parallel parameter parameters parse part password path payload pending people per permission
permissions permitted place please policy pool port primary process program prompt prompts properties property protocol provide
provided provider proxy queue quota range rate reach reached read reading readonly received redis reduce refresh refuse refused
refuses remove renewed repeat repeated replica replicas reply request requested requests require required requires reset response
responses restart result results retry role room route rule run runner running runs same say says schema script second seconds see
seed self send sending sent sequence server servers service session set setting settings shard short shorten should size slots slow
so some something soon space speak speaks spent start started state status step still stop stopped store stream string such support
supported supports system table takes task temperature temporarily temporary text than that the their them then there they this
thread threads time timed timeout times tls to together token tokens too took tool tools top total transient trouble true try trying
type unauthorized unavailable undefined unexpected unexplained uninvited unit unknown unreachable unsupported until up upgrade upon
upstream usable use used user uses using valid value values version view wait waited waiting want wants was way we webhook webhooks
when where which while who why will window with within without word words work works would write writes written wrong yet you your
us alone behind however resulted resulting results know knows zone looks reads whether host's model's message's server's account's it's isn't doesn't can't couldn't won't
econnrefused econnreset enotfound etimedout epipe eai_again ehostunreach enetunreach enospc eacces enoent und_err_socket
sqlite_full sqlite_busy sqlite_ioerr sqlite_corrupt clusterdown readonly oom misconf wrongpass noauth noperm loading moved
openai_api_key openai_base_url anthropic_api_key anthropic_base_url orrery_model discord_token redis_url orrery_model_fallbacks
typeerror rangeerror syntaxerror referenceerror error apicallerror aborterror timeouterror
`

export const vocabulary: ReadonlySet<string> = new Set(words.split(/\s+/).filter((word) => word !== ""))
