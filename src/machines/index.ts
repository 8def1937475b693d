/** The four charts, by the kind of actor that runs them. */
import { agent } from "./agent.ts"
import { constellation } from "./constellation.ts"
import { conversation } from "./conversation.ts"
import { pool } from "./pool.ts"

export const charts = { agent, constellation, conversation, pool } as const
