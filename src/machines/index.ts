/** The charts, by the kind of actor that runs them. */
import { agent } from "./agent.ts"
import { archive } from "./archive.ts"
import { constellation } from "./constellation.ts"
import { assignment } from "./assignment.ts"
import { budget } from "./budget.ts"
import { conversation } from "./conversation.ts"
import { debate } from "./debate.ts"
import { guild } from "./guild.ts"
import { knowledge } from "./knowledge.ts"
import { partners } from "./partners.ts"
import { pool } from "./pool.ts"
import { schedule } from "./schedule.ts"
import { summary } from "./summary.ts"
import { vote } from "./vote.ts"
import { workflow } from "./workflow.ts"

export const charts = {
  agent,
  constellation,
  conversation,
  pool,
  vote,
  debate,
  workflow,
  schedule,
  guild,
  budget,
  assignment,
  summary,
  archive,
  knowledge,
  partners,
} as const
