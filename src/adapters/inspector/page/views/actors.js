/** Who there is of the open chart's kind: searched by id, page by page, each with the states it is in. */
import { el, fill } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { hrefOf, hrefOfAddress } from "../data/route.js"
import { leaves } from "../data/states.js"
import { keepingFocus } from "./keep-focus.js"

/** A pause in typing, in ms, after which is searched. */
const pause = 150

export function actors({ store, session }, element) {
  const field = el("input", {
    type: "search",
    class: "find",
    placeholder: "Find by id",
    "aria-label": "Find an actor by its id",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 64,
  })
  const list = el("ul", { class: "actor-list", "aria-label": "Actors" })
  const foot = el("div", { class: "actors-foot" })
  fill(element, el("form", { role: "search", on: { submit: open } }, field), list, foot)
  const move = roving(list, "a")

  let timer
  field.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(() => session.find(field.value.trim()), pause)
  })

  /** Enter opens the actor with exactly that id. */
  function open(event) {
    event.preventDefault()
    const id = field.value.trim()
    if (id !== "") location.hash = hrefOf({ kind: store.state.route.kind, id })
  }

  store.watch(["list", "route", "actor"], () => {
    const { list: page, route, actor } = store.state
    if (document.activeElement !== field) field.value = page.find
    const open = route.page === "chart" && `${route.kind}/${route.id}`
    keepingFocus(list, () => {
      fill(
        list,
        // What is known of the open one is newer than the list.
        page.actors
          .map((listed) =>
            listed.address === actor?.address ? { ...listed, ...actor, trouble: null } : listed,
          )
          .map((listed) => el("li", {}, row(listed, open === listed.address))),
      )
      move.refresh()
    })
    fill(foot, footOf(page, route.kind, session))
  })
}

function row({ address, active, trouble }, current) {
  const id = address.slice(address.indexOf("/") + 1)
  return el(
    "a",
    {
      class: "actor",
      href: hrefOfAddress(address),
      data: { keep: address },
      tabindex: -1,
      "aria-current": current ? "true" : undefined,
    },
    el("span", { class: "actor-id" }, id),
    active === null
      ? el("span", { class: "actor-trouble", title: trouble }, `⚠ ${trouble}`)
      : el(
          "span",
          { class: "actor-states" },
          leaves(active).map((path) => el("span", { title: path }, path.slice(path.lastIndexOf(".") + 1))),
        ),
  )
}

function footOf({ actors, next, find, loading, failure }, kind, session) {
  if (failure !== undefined) return el("p", { class: "trouble", role: "alert" }, failure)
  if (next !== null) {
    const more = actors.length === 0 ? "Search on" : "More"
    const load = () => session.more()
    return el("button", { type: "button", class: "button", disabled: loading, on: { click: load } }, more)
  }
  if (actors.length > 0 || loading) return false
  return el(
    "p",
    { class: "empty" },
    find === "" ? `No ${kind} was ever woken.` : `No ${kind} has “${find}” in its id.`,
  )
}
