/** What is to hold of each chart. */
import type { Kind } from "../address.ts"
import { agent } from "./agent.ts"
import { archive } from "./archive.ts"
import { assignment } from "./assignment.ts"
import { budget } from "./budget.ts"
import { constellation } from "./constellation.ts"
import { conversation } from "./conversation.ts"
import { debate } from "./debate.ts"
import { departure } from "./departure.ts"
import { guild } from "./guild.ts"
import { knowledge } from "./knowledge.ts"
import { lessons } from "./lessons.ts"
import { partners } from "./partners.ts"
import { permit } from "./permit.ts"
import { pool } from "./pool.ts"
import type { Properties } from "./property.ts"
import { roster } from "./roster.ts"
import { schedule } from "./schedule.ts"
import { summary } from "./summary.ts"
import { vote } from "./vote.ts"
import { workflow } from "./workflow.ts"

export const properties = {
  agent,
  archive,
  assignment,
  budget,
  constellation,
  conversation,
  debate,
  departure,
  guild,
  knowledge,
  lessons,
  partners,
  permit,
  pool,
  roster,
  schedule,
  summary,
  vote,
  workflow,
} as unknown as Readonly<Partial<Record<Kind, Properties<unknown>>>>
