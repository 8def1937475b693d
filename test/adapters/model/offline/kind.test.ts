import { expect, it } from "vitest"
import { kindOf } from "../../../../src/adapters/model/offline/kind.ts"

it.each([
  ["Hello team! We launch our tea shop in March.", "greeting"],
  ["hi", "greeting"],
  ["how are you?", "greeting"],
  ["Hallo zusammen!", "greeting"],
  ["Hello everyone! Who are you, and what can you help me with?", "abilities"],
  ["help", "abilities"],
  ["what can you do?", "abilities"],
  ["what would you like to know about me?", "needs"],
  ["what did I ask you before?", "recall"],
  ["please remember that the rent is 1,200", "remember"],
  ["do you remember me?", "recall"],
  ["summarise the discussion please", "summary"],
  ["tl;dr", "summary"],
  ["what did we decide?", "summary"],
  ["what do we know about the budget?", "question"],
  ["thanks a lot", "thanks"],
  ["see you tomorrow", "farewell"],
  ["a tagline for the tea shop please", "text"],
  ["write an announcement", "text"],
  ["the headline is good", "statement"],
  ["which headline is better?", "question"],
  ["make this shorter: we are very happy", "edit"],
  ["how much is 12 * 3?", "sum"],
  ["40 of 500 came. What percentage is that?", "sum"],
  ["40 of 500 came. What should we do next?", "question"],
  ["40 of 500 came", "statement"],
  ["how do I build this?", "question"],
  ["we have two people", "statement"],
  ["Was sollen wir zuerst tun?", "foreign"],
  ["как нам начать?", "foreign"],
  ["?!", "tooShort"],
  ["", "tooShort"],
])("%j is of the kind %s", (text, kind) => {
  expect(kindOf(text)).toBe(kind)
})
