/** Somebody tells something: it is kept, put next to what it goes with, and asked on. Pure. */
import { nextQuestion } from "../open-questions.ts"
import { marked, quote } from "../own-words.ts"
import type { Scene } from "../scene.ts"
import type { Skill } from "../skill.ts"
import { sumIn } from "../sums.ts"
import { words } from "../words.ts"
import { gather } from "./gather.ts"
import { tooShort } from "./meeting.ts"
import { noted } from "./plan.ts"

type Lines = ReadonlyArray<string>

export const statement = (scene: Scene): Lines => {
  const [telling] = scene.now.toSorted((a, b) => b.stems.size - a.stems.size)
  if (telling === undefined) return gather(scene)
  const close = scene.related.find((it) => !it.asks && it.by !== "you")
  const goesWith =
    close === undefined
      ? []
      : [
          `${scene.say("It goes with", "Next to it stands", "Beside it I have")} ${quote(close.text)} (${close.by}).`,
        ]
  const word = scene.skill === "general" ? wordIn(scene) : null
  if (word !== null) {
    return [
      scene.say(
        `You said “${word}”, which is one of my words, so I listen.`,
        `The word “${word}” brought me here.`,
        `I heard “${word}” and came.`,
      ),
      ...(goesWith.length > 0
        ? goesWith
        : [
            scene.say(
              "Ask me something about it, with my name and a comma first.",
              "A question with my name in front gets more out of me.",
              "If I can be of use, put my name and a comma first.",
            ),
          ]),
    ]
  }
  if (telling.stems.size < 2) return tooShort(scene)
  if (scene.skill === "plan") return noted(scene, telling)
  const sum = scene.skill === "figures" ? sumIn(scene.text) : null
  const question = nextQuestion(scene)
  return [
    `${scene.say(...heads[scene.skill])} ${scene.skill === "figures" ? marked(telling.text) : quote(telling.text)}`,
    ...(sum === null ? [] : [`The arithmetic: **${sum}**`]),
    ...goesWith,
    ...(question === null
      ? []
      : [
          `${scene.say("Next I would ask:", "What I would like to know now:", "The next thing to settle:")} ${question}`,
        ]),
  ]
}

/** The trigger word that called the agent, when nobody called it by name. */
const wordIn = ({ text, prompt: { brain, message } }: Scene): string | null => {
  if (message.called.length > 0) return null
  const spoken = ` ${words(text).join(" ")} `
  return brain.triggers.find((trigger) => spoken.includes(` ${words(trigger).join(" ")} `)) ?? null
}

const heads: Readonly<Record<Exclude<Skill, "plan">, readonly [string, ...ReadonlyArray<string>]>> = {
  text: ["That goes into my notes:", "Noted for the next draft:", "I keep that for the text:"],
  figures: ["I count that in:", "That goes into the figures:", "On the table now:"],
  general: ["I made a note of it:", "That is in my notes now:", "Kept as you said it:"],
}
