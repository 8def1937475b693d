/** The region of a conversation in which what is said is given to agents: one message after the other. */
import { and, not } from "xstate"
import { asking } from "../budget/purchase.ts"
import * as wants from "./wants.ts"

export const listening = {
  initial: "listening",
  states: {
    listening: {
      description:
        "Called by name, else all, or as the team works together, or by a trigger word, or the manager decides.",
      always: [
        { guard: "isOff", target: "silent" },
        { guard: "isCalled", actions: "giveToCalled" },
        {
          guard: "isForOne",
          actions: "giveToOne",
          description: "In direct messages, whom their user chose.",
        },
        { guard: "isForAll", actions: "giveToAll" },
        { guard: "isForNextInOrder", actions: "giveInOrder", description: "Round robin." },
        { guard: "isForLead", actions: "giveToLead", description: "Supervisor." },
        { guard: "isForLine", actions: "giveToLine", description: "Pipeline." },
        { guard: "isMatched", actions: "giveToMatched" },
        { guard: "isForManager", target: "routing" },
        { guard: "isForAlways", actions: "giveToAlways" },
        { guard: "heardSomething", actions: "letPass" },
      ],
    },
    silent: {
      description: "Off: what is said is heard and remembered, and nobody answers.",
      always: [
        { guard: not("isOff"), target: "listening" },
        { guard: "heardSomething", actions: "letPass" },
      ],
    },
    routing: {
      description: "The manager is asked who answers, if anybody.",
      always: { guard: "isOff", target: "silent" },
      ...asking(wants.whoAnswers),
      on: {
        ROUTED: [
          {
            guard: and(["isForNext", "someoneResponds", "isAnnounced"]),
            target: "listening",
            actions: ["noteChoice", { type: "Announce", params: wants.announced }, "giveToChosen"],
          },
          {
            guard: and(["isForNext", "someoneResponds"]),
            target: "listening",
            actions: ["noteChoice", "giveToChosen"],
          },
          { guard: "isForNext", target: "listening", actions: ["noteChoice", "letPass"] },
        ],
      },
    },
  },
} as const
