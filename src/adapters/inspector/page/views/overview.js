/** All live actors of a kind by state, in words, and what became of events. */
import { el, fill } from "/shared/dom/element.js"
import { countWords } from "../data/counts.js"
import { statesOf } from "../data/states.js"
import { dateAndTime } from "../data/time.js"

const outcomes = {
  committed: "taken and durable",
  duplicates: "seen before, dropped",
  poisoned: "broke a chart, refused",
  fenced: "lost to another owner",
  refused: "mailbox full",
}

export function overview({ store }, element) {
  const live = el("section", { class: "known", "aria-labelledby": "live-title" })
  const events = el("section", { class: "known", "aria-labelledby": "events-title" })
  fill(element, live, events)

  store.watch(["frame", "definition", "route"], () => {
    const { frame, definition, route } = store.state
    if (route.id !== undefined || frame === undefined || definition?.id !== route.kind) return
    const counts = frame.live[route.kind]
    const words = countWords(definition, counts)
    fill(
      live,
      el("h2", { id: "live-title" }, "Live, by state"),
      el(
        "table",
        { class: "states" },
        el(
          "thead",
          { class: "sr-only" },
          el("tr", {}, el("th", { scope: "col" }, "State"), el("th", { scope: "col" }, "Live")),
        ),
        el(
          "tbody",
          {},
          statesOf(definition).map((state) => stateRow(state, words.get(state.path))),
        ),
      ),
      unseenNote(frame.unseen[route.kind], counts[""] ?? 0),
    )
  })

  store.watch(["frame", "report", "route"], () => {
    const { frame, report, route } = store.state
    if (route.id !== undefined || frame === undefined) return
    fill(
      events,
      el("h2", { id: "events-title" }, "Events since the start"),
      el(
        "dl",
        { class: "facts" },
        Object.entries(outcomes).map(([name, words]) => [
          el("dt", {}, name, el("small", {}, words)),
          el("dd", {}, frame.events[name].toLocaleString()),
        ]),
      ),
      report && el("p", { class: "quiet" }, aboutProcess(report)),
    )
  })
}

const aboutProcess = ({ uptime, store, model }) =>
  `Started ${dateAndTime(Date.now() - uptime * 1000)}, on ${store}, with ${model}.`

function stateRow({ path, key, depth, description }, count) {
  return el(
    "tr",
    { class: /[1-9]/.test(count) ? "some" : "none" },
    el("th", { scope: "row", title: description, vars: { "--depth": depth } }, key),
    el("td", {}, count),
    el("td", { class: "sr-only" }, path),
  )
}

function unseenNote(unseen, all) {
  if (unseen <= 0) return false
  const moved = unseen === all ? "None" : `${all - unseen} of ${all}`
  return el(
    "p",
    { class: "quiet" },
    `${moved} took an event since you came. Of those that did not, only the lifecycle state is known: 3+ means three or more, ? not known.`,
  )
}
