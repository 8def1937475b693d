/** Writes docs/configuration.md anew after a change of the sections: `node src/adapters/config/generate.ts`. */
import { writeFileSync } from "node:fs"
import { reference } from "./reference.ts"

writeFileSync(new URL("../../../docs/configuration.md", import.meta.url), reference())
