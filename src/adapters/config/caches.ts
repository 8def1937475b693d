/** What is kept so that it need not be computed, fetched or answered again: keys of `[caches]`. */
import { terms, type Terms } from "../../actors/caching/terms.ts"
import { duration, whole, yesOrNo } from "./kinds.ts"
import { key, table, type Values } from "./tree.ts"

const live = { live: true }
const MB = 1_000_000

const room = (does: string, standard: number, env: string) =>
  key(whole(0, 1_000_000, "MB"), { does, standard: standard / MB, env })

const time = (does: string, standard: number, env: string) =>
  key(duration("1 s", "365 days"), { does, standard, env })

const { layers, kinds, memory } = terms

export const caches = table(
  "What is kept so that it need not be asked for again, in three layers. See docs/caches.md.",
  {
    agent_mb: room(
      "What each agent keeps in memory, in MB; 0 keeps nothing.",
      layers.agent.bytes,
      "ORRERY_CACHES_AGENT_MB",
    ),
    agent_for: time("How long it keeps it at most.", layers.agent.longest, "ORRERY_CACHES_AGENT_FOR"),
    memory_mb: room(
      "What all agents of a process keep in memory together.",
      memory,
      "ORRERY_CACHES_MEMORY_MB",
    ),
    shared_mb: room(
      "What all agents share, in Redis or in a file beside the store.",
      layers.shared.bytes,
      "ORRERY_CACHES_SHARED_MB",
    ),
    shared_for: time("How long that is kept at most.", layers.shared.longest, "ORRERY_CACHES_SHARED_FOR"),
    lasting_mb: room(
      "What is kept there of all that counts longer than `shared_for`.",
      layers.lasting.bytes,
      "ORRERY_CACHES_LASTING_MB",
    ),
    lasting_for: time("How long that is kept at most.", layers.lasting.longest, "ORRERY_CACHES_LASTING_FOR"),
    files_for: time("How long the content of a file counts.", kinds.files, "ORRERY_CACHES_FILES_FOR"),
    documentation_for: time(
      "How long documentation counts.",
      kinds.documentation,
      "ORRERY_CACHES_DOCUMENTATION_FOR",
    ),
    research_for: time(
      "How long what was searched for counts.",
      kinds.research,
      "ORRERY_CACHES_RESEARCH_FOR",
    ),
    answers_for: time(
      "How long answers of models count, where they are kept (`models.cache_answers`).",
      kinds.answers,
      "ORRERY_CACHES_ANSWERS_FOR",
    ),
  },
  live,
)

export const cacheAnswers = key(yesOrNo, {
  does: "Whether answers of a temperature of 0 that used no tool are kept for who asked, and given again to the same request.",
  standard: terms.answers,
  env: "ORRERY_MODEL_CACHE_ANSWERS",
})

export const cachesOf = (said: Values<(typeof caches)["keys"]>, answers: boolean): Terms => ({
  layers: {
    agent: { bytes: said.agent_mb * MB, longest: said.agent_for },
    shared: { bytes: said.shared_mb * MB, longest: said.shared_for },
    lasting: { bytes: said.lasting_mb * MB, longest: said.lasting_for },
  },
  memory: said.memory_mb * MB,
  kinds: {
    ...kinds,
    files: said.files_for,
    documentation: said.documentation_for,
    research: said.research_for,
    answers: said.answers_for,
    routes: said.answers_for,
  },
  answers,
})
