/** What is known: of the open actor, or, when none is open, of all of its kind. */
import { el, fill } from "/shared/dom/element.js"
import { hrefOf } from "../data/route.js"
import { actorView } from "./actor.js"
import { changesView } from "./changes.js"
import { journalView } from "./journal.js"
import { overview } from "./overview.js"
import { sendView } from "./send.js"
import { surroundings } from "./surroundings.js"

export function panel(page, element) {
  const { store } = page
  const general = el("div")
  const problem = el("p", { class: "trouble", role: "alert" })
  const actor = el("div")
  const changes = el("div")
  const send = el("section", { class: "known send", "aria-labelledby": "send-title" })
  const around = el("div")
  const journal = el("section", { class: "journal", "aria-labelledby": "journal-title" })
  fill(element, general, problem, send, changes, actor, around, journal)
  overview(page, general)
  actorView(page, actor)
  changesView(page, changes)
  sendView(page, send)
  surroundings(page, around)
  journalView(page, journal)

  store.watch(["route", "actorFailure", "actor", "journal"], () => {
    const { route, actorFailure, actor: found, journal: log } = store.state
    const one = route.id !== undefined
    general.hidden = one
    problem.hidden = !one || actorFailure === undefined
    const now = `${route.kind}/${route.id}: ${actorFailure}`
    if (problem.dataset.says !== now) fill(problem, actorFailure, actorFailure && [" ", among(route)])
    problem.dataset.says = now
    actor.hidden = around.hidden = changes.hidden = !one || found === undefined
    journal.hidden = !one || (found === undefined && log.entries.length === 0)
  })
}

const among = ({ kind, id }) =>
  el(
    "a",
    { href: hrefOf({ page: "actors", query: { kind, find: id, asleep: "1" } }) },
    `Look for it among all ${kind}s.`,
  )
