/** What actors are asked for: presets and fields, all of which are in the page's address. */
import { el, fill } from "/shared/dom/element.js"
import { hrefOf } from "../data/route.js"
import { kinds } from "../data/state.js"
import { statesOf } from "../data/states.js"
import { ask } from "../data/api.js"

const presets = {
  "": "All awake",
  underway: "Under way",
  stuck: "Stuck",
  failing: "Failing",
  waiting: "Waiting",
}

/** A pause in typing, in ms, after which is searched. */
const pause = 250

const fields = [
  { name: "find", label: "Address", placeholder: "a part of it" },
  { name: "kind", label: "Chart", options: () => kinds },
  { name: "state", label: "State", options: (paths) => paths },
  { name: "user", label: "Person", placeholder: "id" },
  { name: "guild", label: "Server", placeholder: "id" },
  { name: "error", label: "Error", placeholder: "a part of it" },
  { name: "mail", label: "Mailbox ≥", type: "number", placeholder: "1" },
  { name: "older", label: "Seconds in its state ≥", type: "number", placeholder: "60" },
]

/** Those that the store can answer for actors that sleep. */
const storeKnows = new Set(["find", "kind", "state"])

export function filters({ store }, element) {
  const choices = el("nav", { class: "presets", "aria-label": "Presets" })
  const inputs = Object.fromEntries(fields.map((field) => [field.name, inputOf(field)]))
  const asleep = el("input", { type: "checkbox", id: "filter-asleep" })
  const form = el(
    "form",
    { class: "filters", role: "search", "aria-label": "Filters", on: { submit: (event) => submit(event) } },
    fields.map(({ name, label }) => el("label", { class: "filter" }, el("span", {}, label), inputs[name])),
    el("label", { class: "filter check" }, asleep, el("span", {}, "Also those asleep")),
    el("a", { class: "button", href: hrefOf({ page: "actors" }) }, "Clear"),
  )
  const count = el("summary")
  const folded = el("details", { class: "filters-folded" }, count, form)
  fill(element, choices, folded)
  // Where there is little room they are folded, and elsewhere there is no fold.
  const narrow = matchMedia("(max-width: 760px)")
  const fold = () => (folded.open = !narrow.matches)
  narrow.addEventListener("change", fold)
  fold()

  const go = (changes) => {
    const { page, query } = store.state.route
    const { page: _, after: __, ...kept } = query
    const now = { ...kept, ...changes }
    // A chart's states are its own.
    if ("kind" in changes) delete now.state
    // Typing leaves no trail of half words behind.
    history.replaceState(undefined, "", hrefOf({ page, query: now }))
    dispatchEvent(new HashChangeEvent("hashchange"))
  }
  const submit = (event) => {
    event.preventDefault()
    go(Object.fromEntries(fields.map(({ name }) => [name, inputs[name].value.trim()])))
  }
  let timer
  for (const { name } of fields) {
    const input = inputs[name]
    input.addEventListener(input.tagName === "SELECT" ? "change" : "input", () => {
      clearTimeout(timer)
      const wait = input.tagName === "SELECT" ? 0 : pause
      timer = setTimeout(() => go({ [name]: input.value.trim() }), wait)
    })
  }
  asleep.addEventListener("change", () => go({ asleep: asleep.checked ? "1" : undefined }))

  let statesFor
  async function showStates(kind) {
    if (kind === statesFor) return
    statesFor = kind
    const definition = kind && (await ask(`/statecharts/${kind}.json`).catch(() => undefined))
    if (statesFor !== kind) return
    const paths = statesOf(definition || undefined)
      .map(({ path }) => path)
      .filter(Boolean)
    fillSelect(inputs.state, paths, store.state.route.query.state)
  }

  store.watch(["route"], () => {
    const { page, query } = store.state.route
    if (page !== "actors") return
    fill(
      choices,
      Object.entries(presets).map(([preset, label]) =>
        el(
          "a",
          {
            class: "preset",
            href: hrefOf({
              page,
              query: { ...query, preset, page: undefined, after: undefined, asleep: undefined },
            }),
            "aria-current": (query.preset ?? "") === preset && !query.asleep ? "true" : undefined,
          },
          label,
        ),
      ),
    )
    // The store lists one kind at a time.
    const asked = query.asleep ? { kind: kinds[0], ...query } : query
    inputs.kind.options[0].disabled = query.asleep !== undefined
    showStates(asked.kind ?? "")
    const set = fields.filter(({ name }) => asked[name] !== undefined).length
    fill(count, set === 0 ? "Filters" : `Filters (${set} set)`)
    for (const { name } of fields) {
      const input = inputs[name]
      if (document.activeElement !== input) input.value = asked[name] ?? ""
      input.disabled = query.asleep !== undefined && !storeKnows.has(name)
    }
    asleep.checked = query.asleep !== undefined
  })
}

function inputOf({ name, options, type = "text", placeholder }) {
  if (options !== undefined) {
    const select = el("select", { name })
    fillSelect(select, options([]), "")
    return select
  }
  return el("input", { name, type, placeholder, min: 1, autocomplete: "off", spellcheck: "false" })
}

function fillSelect(select, values, chosen) {
  fill(
    select,
    el("option", { value: "" }, "any"),
    values.map((value) => el("option", { value }, value)),
  )
  select.value = chosen ?? ""
}
