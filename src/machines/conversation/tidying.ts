/**
 * Sleep time: while nobody talks, the lead of the team tidies what it knows of each who spoke with the team, by the tools with
 * which agents edit memory. Nobody hears of it. After Lin et al., "Sleep-time Compute", 2025: https://arxiv.org/abs/2504.13171
 */
import { addressOf, newestOf, type Change, type Floor, type Of } from "./floor.ts"
import { leadOf } from "./handing-on.ts"
import { inForce } from "./settings.ts"
import type { Message, Turn } from "../values.ts"

/** How long an agent has for it, in ms. */
export const tidyTime = 10 * 60_000
/** Of the people who spoke since, the newest. */
const peopleAtMost = 10

/** Whoever was answered is to be tidied up for, where that is laid down. */
export const spokenWith = ({ settings, untidied }: Floor, { author, via }: Message): Change =>
  inForce(settings).coordination === "sleep_time" && via === null
    ? { untidied: [...untidied.filter(({ id }) => id !== author.id), author].slice(-peopleAtMost) }
    : {}

export const owes = (floor: Floor): boolean =>
  floor.untidied.length > 0 &&
  floor.newest !== null &&
  floor.halted === null &&
  inForce(floor.settings).coordination === "sleep_time" &&
  leadOf(floor) !== undefined

const prompt = (name: string): string =>
  [
    `Nobody is talking now: tidy what you know of ${name}.`,
    "Look at the memory and at what was said lately. Append what is worth keeping and is not there yet, and replace what is out of date or stands there twice.",
    "Then say in one line what you changed, or that nothing was to be done.",
  ].join(" ")

/** The turn for the next of them: said to nobody, and lent all that the channel remembers. */
const turnOf = (floor: Floor): Turn => {
  const author = floor.untidied[0]!
  const { id, guild } = floor.newest!
  const brain = leadOf(floor) ?? ""
  return {
    id: `${id}.tidy-${author.id}.${brain}`,
    brain,
    conversation: addressOf(floor),
    message: {
      id,
      channel: floor.channel,
      guild,
      author,
      text: prompt(author.name),
      pinged: [],
      called: [brain],
      matched: [],
      toTeam: false,
      via: null,
    },
    route: "none",
    lent: newestOf(floor.recent, inForce(floor.settings).kept),
    aside: true,
  }
}

export const begin = (floor: Floor): Change => ({ tidying: turnOf(floor) })

export const isIts = ({ tidying }: Floor, { turn }: Of<"ANSWERED" | "UNANSWERED">): boolean =>
  tidying?.id === turn

/** It is done for this one, or was tried. */
export const done = ({ untidied, tidying }: Floor): Change => ({
  untidied: untidied.filter(({ id }) => id !== tidying?.message.author.id),
  tidying: null,
})
