/** The region of an agent's chart that keeps its health; its chart brings what it names: guards, actions, the delay. */
import { not } from "xstate"

export const health = {
  initial: "healthy",
  on: { SAID: { actions: "forgetFailures" } },
  states: {
    healthy: { always: { guard: "hasFailed", target: "degraded" } },
    degraded: {
      always: [
        { guard: "failsTooOften", target: "quarantined" },
        { guard: not("hasFailed"), target: "healthy" },
      ],
    },
    quarantined: {
      description: "Failed too often: the pool gives it no turns for a while.",
      always: { guard: not("hasFailed"), target: "healthy" },
      after: { quarantine: { target: "degraded", actions: "parole" } },
    },
  },
} as const
