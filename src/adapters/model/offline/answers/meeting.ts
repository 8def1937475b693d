/** The first and the last words: a greeting, who one is and what for, thanks, goodbye. Pure. */
import type { Brain } from "../../../../machines/agent/brain.ts"
import { nextQuestion } from "../open-questions.ts"
import { flat, plain, quote } from "../own-words.ts"
import type { Scene } from "../scene.ts"
import { saidRow } from "../sheet.ts"
import type { Skill } from "../skill.ts"
import { asks, greeting as greets } from "../speech.ts"
import { clip, listed, subject } from "../words.ts"

type Lines = ReadonlyArray<string>

export const greeting = (scene: Scene): Lines => {
  const { brain, lent } = scene.prompt
  const news = newsIn(scene)
  const known = lent.some((line) => line.brain === brain.id && line.text.includes(named(brain)))
  if (known) {
    const hello = /\bhow\b/i.test(scene.text)
      ? scene.say("All well here, thank you!", "Quiet and well, thanks for asking!")
      : scene.say("Hello to you, too!", "Good to see you!", "Hi, the more the merrier!")
    return news === null ? [`${hello} ${howToCall(scene)}`] : [hello, ...kept(scene, news)]
  }
  return [
    `${scene.say("Hello and welcome!", "Good to see you here!", "Hi there!", "A warm hello!")} ${introduction(brain)}`,
    ...others(scene),
    ...(news === null ? [] : kept(scene, news)),
    `${modest} ${howToCall(scene)}`,
  ]
}

export const abilities = (scene: Scene): Lines => {
  const { brain, message } = scene.prompt
  const can = ["sum up what people said here", "give back what you told me", ...abilitiesOf[scene.skill]]
  const words = message.called.length === 0 ? [] : brain.triggers.slice(0, 3)
  return [
    `${scene.say("Glad you ask!", "Gladly!", "With pleasure!")} ${introduction(brain)}`,
    `${scene.say("Without a language model I can still", "Even offline I can", "No model is connected, but I can")} ${listed(can)}.`,
    ...(message.called.length === 0 ? others(scene) : []),
    `${howToCall(scene)}${words.length === 0 ? "" : ` Words like ${listed(words, "or")} bring me, too.`}`,
  ]
}

/** Whether one is real, which model one is, why one is as one is. */
export const nature = (scene: Scene): Lines => [
  `${scene.say("An honest question:", "I will not pretend:", "Fair to ask:")} no language model is connected. I am the offline model in the part of **${plain(scene.prompt.brain.name)}**, so I sort and quote what people say, by rules.`,
  "Set `OPENAI_API_KEY` or `ANTHROPIC_API_KEY`, or run Ollama, and a model answers in my place.",
]

export const thanks = (scene: Scene): Lines => [
  scene.say("You are welcome!", "Any time!", "Gladly done!", "My pleasure!"),
]

export const farewell = (scene: Scene): Lines => [
  scene.say("See you soon!", "Until next time!", "Take care, and come back with news!"),
]

/** A message without a word, or with hardly one. */
export const tooShort = (scene: Scene): Lines => [
  `${scene.say("That is a little short for me.", "I would need a few more words.", "Tell me a little more.")} ${nextQuestion(scene) ?? "Say in a sentence what you need."}`,
]

const abilitiesOf: Readonly<Record<Skill, ReadonlyArray<string>>> = {
  plan: ["lay out goal, facts and open questions as a plan sheet"],
  text: ["lay out headlines by pattern", "cut the filler from a text that you paste"],
  figures: ["list the figures that were said", "do sums"],
  general: ["show what was said about a thing and what to find out first"],
}

const modest = "I run offline, so I sort what people say and invent nothing."

const named = ({ name }: Brain) => `I am **${plain(name)}**`

/** `Turns aims into a plan` follows `the one who`; another role stands in brackets. */
const introduction = (brain: Brain): string => {
  const role = clip(flat(brain.role).replace(/[.!]+$/, ""), 160)
  const acts = /^\p{L}+[^s\P{L}]s\s+(?!of\b|for\b|&)(?:and\s+\p{L}+s\s+)?\p{L}/u.test(role)
  if (acts) return `${named(brain)}, the one who ${role[0]!.toLowerCase()}${role.slice(1)}.`
  return role === "" ? `${named(brain)}.` : `${named(brain)} (${role}).`
}

const others = ({ brief, say }: Scene): Lines =>
  brief.others === null
    ? []
    : [
        `${say("My brief on the others:", "About the others, my brief says:", "And the others, in the words of my brief:")} ${quote(brief.others, 160)}`,
      ]

const howToCall = ({ brief, prompt: { brain } }: Scene): string =>
  `To call one of us, begin with the name and a comma: \`${plain(brief.colleagues[0] ?? brain.name)}, what can you do?\``

/** News is kept; of a planner on its sheet, where it says what people are after. */
const kept = (scene: Scene, news: string): Lines => {
  const { goal, skill } = scene
  const question = nextQuestion(scene)
  if (skill === "plan" && goal !== null && goal.text.endsWith(news)) {
    return [saidRow("Goal", goal, scene.prompt), ...(question === null ? [] : [`**Open** – ${question}`])]
  }
  return [
    `${scene.say("I heard this, too:", "I keep this:", "Good to know:")} ${quote(news)} ${question ?? ""}`.trim(),
  ]
}

const salute = /^(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?:\s+\p{L}+){0,2}\s*[,!.–-]+\s*/iu

/** What a greeting tells beside greeting. */
const newsIn = ({ now }: Scene): string | null =>
  now
    .map(({ text }) => text.replace(salute, ""))
    .find(
      (text) => subject(text).length >= 2 && !asks(text) && !(greets.test(text) && subject(text).length <= 3),
    ) ?? null
