/** The names that the `tools` of a brain may begin with: of the servers and kits in the configuration, and what is built in. */
import { builtInNames } from "../../../actors/performing/tools.ts"
import type { Live, Settings } from "../../config/settings.ts"

/** What every agent may have without a server: beside the tools what a prompt is made of anyway. */
const builtIn = [...builtInNames, "channel", "memory"]

export const known = ({ kits }: Pick<Settings, "kits">, { tools }: Pick<Live, "tools">): ReadonlySet<string> =>
  new Set([...builtIn, ...tools.map(({ name }) => name), ...kits.flatMap(({ profile }) => profile.tools ?? [])])
