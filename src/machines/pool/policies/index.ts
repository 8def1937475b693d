/** The policies, by name. */
import { fixed } from "./fixed.ts"
import { histogram } from "./histogram.ts"
import { hourly } from "./hourly.ts"
import { odds } from "./odds.ts"
import type { Policy, PolicyName } from "./policy.ts"

export const policies: Readonly<Record<PolicyName, Policy>> = { fixed, hourly, histogram, odds }

/** The one that measures best: `npm run -s bench -- fleet`. */
export const standard: PolicyName = "odds"
