/**
 * An answer without a model: it gathers what is there, the question, the channel, the session, memory and the agent's
 * own field, and says so. It knows nothing and pretends nothing. Pure: the same prompt gives the same bytes.
 */
import type { Prompt } from "../../../actors/model.ts"
import { agenda, focusOf, plain, topicsOf } from "./agenda.ts"
import { pick, seedOf } from "./choice.ts"
import { isSpeakers, lastAgent, relatedExchange, relatedLines, relatedMemory, speakerOf } from "./context.ts"
import { fit } from "./fit.ts"
import { labelled, unlabelled } from "./label.ts"
import { intentOf, asks, type Intent } from "./speech.ts"
import { central, sentencesOf, type Sentence } from "./summary.ts"
import { clip, quote, sentences, subject, tokens } from "./words.ts"

type Lines = ReadonlyArray<string>

/** At most `brain.maxTokens` by our own count, the mark included; the mark is there even where nothing else fits. */
export const answer = (prompt: Prompt): string => {
  const text = unlabelled(prompt.message.text)
  const lines = answers[intentOf(text)](prompt).map((line) => unlabelled(line.toWellFormed()))
  return labelled(fit(lines, prompt.brain.maxTokens - tokens(labelled(""))).join("\n"))
}

const question = (prompt: Prompt): Lines => {
  const { brain, message } = prompt
  const seed = seedOf(brain.id + message.text)
  const heard = heardIn(prompt)
  const found = [
    ...heard.map((sentence, at) => retold(sentence, prompt, seed + at)),
    ...fromSession(prompt),
    ...fromMemory(prompt),
  ]
  const core = coreOf(unlabelled(message.text))
  const used = [core, ...heard.map(({ text }) => text)]
  const list = agenda(prompt, 3, used)
  const asked = asks(message.text)
  return [
    opening(prompt, core),
    ...found,
    ...(found.length === 0 && asked ? [pick(nothingFound, seed)] : []),
    ...(list.length === 0
      ? []
      : [pick(agendaHeads, seedOf(`${brain.id} plans`)), ...list.map((line, at) => `${at + 1}. ${line}`)]),
    ...(asked ? [pick(closings, seed)] : []),
  ]
}

const answers: Readonly<Record<Intent, (prompt: Prompt) => Lines>> = {
  question,
  statement: question,

  summary: ({ brain, message, lent, memory }) => {
    const own = sentences(message.text)
    const spoken = lent.length > 0 ? sentencesOf(lent) : []
    const material =
      spoken.length > 0 || own.length < 4
        ? spoken
        : sentencesOf([
            { id: message.id, author: speakerOf(message), brain: message.via, text: message.text, at: 0 },
          ]).slice(1)
    if (material.length === 0) {
      const notes = memory.filter(({ value }) => value.trim() !== "")
      return [
        "Nothing was said here yet that I could sum up.",
        ...notes
          .slice(0, 3)
          .map((block) => `- In memory under ${plain(block.label)}: ${quote(block.value, 120)}`),
      ]
    }
    const names = [...new Set(material.map(({ author }) => plain(author)))]
    const chosen = central(material, 5)
    return [
      `${brain.name} sums up ${counted(material.length, "sentence")} by ${listed(names)}:`,
      ...chosen.map(({ author, text }) => `- ${plain(author)}: ${quote(text, 180)}`),
      ...(chosen.length < material.length
        ? ["These are their own words, the most central ones; the rest I left out."]
        : []),
    ]
  },

  abilities: ({ brain, session }) => [
    `I am ${brain.name}. My field: ${clip(brain.role, 200)}.`,
    brain.triggers.length > 0
      ? `These words call me: ${brain.triggers.slice(0, 10).join(", ")}. My name does too.`
      : "My name calls me.",
    "As I am now, I can quote what was said here, sum it up, remember what you asked me, and list what is open in my field.",
    ...(session.length > 0
      ? [`You asked me ${counted(session.length, "time")} so far, last: ${quote(session.at(-1)!.asked, 120)}`]
      : []),
  ],

  recall: (prompt) => {
    const asked = prompt.session.filter(({ asked }) => asked.trim() !== "")
    const related = relatedExchange(prompt)
    const shown = asked.slice(-3)
    return [
      asked.length === 0
        ? `You have not asked ${prompt.brain.name} anything before, as far as I can see.`
        : `You asked me ${counted(asked.length, "time")} before; ${asked.length > 3 ? "the last ones were" : "that was"}:`,
      ...shown.map(({ asked }) => `- ${quote(asked, 140)}`),
      ...(related === undefined
        ? []
        : [
            `Closest to what you say now: ${quote(related.asked, 120)}; I answered ${quote(related.answered, 160)}`,
          ]),
      ...fromMemory(prompt),
    ]
  },

  greeting: ({ brain, message, lent }) => {
    const last = sentencesOf(lent.filter((line) => line.brain !== brain.id)).at(-1)
    const topics = topicsOf(brain).slice(0, 3)
    const hello = [
      `Hello ${plain(speakerOf(message))}`,
      `Good to see you, ${plain(speakerOf(message))}`,
      `Hi ${plain(speakerOf(message))}`,
    ]
    return [
      `${pick(hello as [string, ...Array<string>], seedOf(brain.id))}. ${brain.name} here: ${clip(brain.role, 200)}.`,
      ...(topics.length > 0 ? [`Ask me about ${listed(topics)}.`] : []),
      ...(last === undefined ? [] : [`Last said here, by ${plain(last.author)}: ${quote(last.text, 120)}`]),
    ]
  },

  thanks: (prompt) => {
    const { brain, message } = prompt
    const [next] = agenda(prompt, 1, [])
    const welcome = ["You are welcome", "Gladly", "Any time"] as const
    return [
      `${pick(welcome, seedOf(brain.id + message.text))}, ${plain(speakerOf(message))}.`,
      ...(next === undefined ? [] : [`Still on my list: ${next}`]),
    ]
  },
}

/** What was asked, in its own words, said in the agent's manner. */
const opening = ({ brain, message }: Prompt, core: string): string => {
  const name = plain(speakerOf(message))
  const said = quote(core, 160)
  const verb = asks(core) ? "ask" : "say"
  if (core === "") return `${name}, there is no text in your message that I could work with.`
  const focus = focusOf(message.text, brain)
  const manners = [
    `You ${verb}: ${said}`,
    `${name}, on ${said}:`,
    focus === "" ? `You ${verb} ${said}.` : `This is about ${focus}. You ${verb}: ${said}`,
    `${said} – that is what I take up, ${name}.`,
    `As ${brain.name} I read it like this: ${said}`,
  ] as const
  return pick(manners, seedOf(`${brain.id} opens`))
}

/** The sentence that asks, else the one that says most. */
const coreOf = (text: string): string => {
  const all = sentences(text)
  const asking = all.findLast((it) => it.endsWith("?")) ?? all.find(asks)
  return asking ?? all.toSorted((a, b) => subject(b).length - subject(a).length)[0] ?? text.trim()
}

/** The sentences of others that bear on the message; failing these, what an agent said just before. */
const heardIn = (prompt: Prompt): ReadonlyArray<Sentence> => {
  const related = relatedLines(prompt).slice(0, 2)
  const last = lastAgent(prompt)
  return related.length > 0 || last === undefined ? related : [last]
}

const retold = (sentence: Sentence, { message }: Prompt, seed: number): string => {
  const { author, brain, text } = sentence
  const who = isSpeakers(sentence, message) ? "Before, you" : plain(author)
  return `${who} ${verbOf(text)} ${quote(text, 140)}${pick(brain === null ? besides : builds, seed)}`
}

const verbOf = (sentence: string): string => {
  if (sentence.endsWith("?")) return "asked"
  return /\b(should|could|let's|suggest|propose|try|recommend|better|how about|would)\b/i.test(sentence)
    ? "suggested"
    : "said"
}

const fromSession = (prompt: Prompt): Lines => {
  const related = relatedExchange(prompt)
  return related === undefined ? [] : [`You asked me before: ${quote(related.asked, 120)}`]
}

const fromMemory = (prompt: Prompt): Lines => {
  const related = relatedMemory(prompt)
  return related === undefined
    ? []
    : [`In memory, under ${plain(related.label)}: ${quote(related.text, 140)}`]
}

const builds = ["; I build on that.", "; I take it from there.", ", and I would keep that."] as const
const besides = ["", ", which bears on it.", "; that belongs here."] as const
const nothingFound = [
  "Nothing said here so far answers it, and I do not guess.",
  "I find no answer to it in this channel, in what you asked me before, or in memory.",
  "What would answer it was not said here yet.",
] as const
const agendaHeads = [
  "What I would settle next:",
  "On my list for this:",
  "From my side, to look at:",
  "Next steps I propose:",
  "I would check, in this order:",
] as const
const closings = [
  "Which of these first?",
  "Tell me what is known, and I keep it together.",
  "Where do you want to begin?",
  "What did I miss?",
] as const

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`

const listed = (all: ReadonlyArray<string>): string =>
  all.length > 4
    ? `${all.slice(0, 3).join(", ")} and ${all.length - 3} others`
    : all.length > 1
      ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`
      : all.join("")
