/** Forms, dry runs and sending of events. */
import { ask, query, tell } from "./api.js"

export function sender({ state }) {
  const path = (what) => `/api/actors/${state.route.kind}/${state.route.id}/${what}`
  return {
    form: (event) => ask(`${path("form")}${query({ event })}`),
    dryRun: (event) =>
      tell(`${path("dry-run")}${query({ words: state.words ? "shown" : undefined })}`, { event }),
    send: (event, seq, request) => tell(path("send"), { event, seq, request }),
  }
}
