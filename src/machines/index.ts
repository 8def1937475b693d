/** The charts, by the kind of actor that runs them. */
import { agent } from "./agent/agent.ts"
import { archive } from "./memory/archive.ts"
import { constellation } from "./constellation/constellation.ts"
import { assignment } from "./team/assignment.ts"
import { budget } from "./budget/budget.ts"
import { conversation } from "./conversation/conversation.ts"
import { departure } from "./departure/departure.ts"
import { debate } from "./team/debate.ts"
import { guild } from "./team/guild.ts"
import { knowledge } from "./memory/knowledge.ts"
import { partners } from "./constellation/partners.ts"
import { permit } from "./permit/permit.ts"
import { lessons } from "./lessons/lessons.ts"
import { pool } from "./pool/pool.ts"
import { roster } from "./team/roster.ts"
import { schedule } from "./team/schedule.ts"
import { summary } from "./memory/summary.ts"
import { vote } from "./team/vote.ts"
import { workflow } from "./team/workflow.ts"

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
  departure,
  permit,
  roster,
  lessons,
} as const
