/** The tools that a brain may name: of the servers and kits in the configuration, and what is built in. */
import { builtInNames, builtInTools } from "../../../actors/performing/tools.ts"
import type { Live, Settings } from "../../config/settings.ts"

/** What every agent may have without a server, by the names under which it stands; memory is edited by two of the model's own. */
const builtIn: ReadonlySet<string> = new Set([...builtInNames, "memory"])
const tooled: ReadonlySet<string> = new Set([
  ...Object.values(builtInTools).flat(),
  "memory.append",
  "memory.replace",
])

const serverOf = (tool: string): string => tool.split(/[.:/*]/)[0] ?? ""

/** Names that the tools of a brain may begin with. */
export const known = ({ kits }: Pick<Settings, "kits">, { tools }: Pick<Live, "tools">): ReadonlySet<string> =>
  new Set([
    ...builtIn,
    ...tools.map(({ name }) => name),
    ...kits.flatMap(({ profile }) => profile.tools ?? []).map(serverOf),
  ])

/** Those of a brain's tools that nobody serves: of no server that is known, or of what is built in one that is not. */
export const unserved = (
  tools: ReadonlyArray<string>,
  servers: ReadonlySet<string>,
): ReadonlyArray<string> =>
  tools.filter((tool) => {
    const server = serverOf(tool)
    return !servers.has(server) || (builtIn.has(server) && tool !== server && !tooled.has(tool))
  })
