/** Marks on a drawn chart: numbers on states, rings on active ones, and a numbered trail of edges that were taken. */
const namespace = "http://www.w3.org/2000/svg"

const shape = (name, attributes, ...children) => {
  const element = document.createElementNS(namespace, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  element.append(...children)
  return element
}

/** @param {string} kind @returns {Promise<SVGSVGElement>} without its style, which the page has from a file */
export async function loadChart(kind) {
  const response = await fetch(`/statecharts/${kind}.svg`)
  if (!response.ok) throw new Error(`there is no chart of ${kind}`)
  const text = (await response.text()).replace(/<style>[\s\S]*?<\/style>/, "")
  const svg = document.importNode(
    new DOMParser().parseFromString(text, "image/svg+xml").documentElement,
    true,
  )
  svg.append(shape("g", { class: "marks" }), shape("g", { class: "trail" }))
  return svg
}

const state = (svg, path) => svg.querySelector(`[data-state="${CSS.escape(path)}"]`)

const boxOf = (group) => {
  const box = group?.querySelector(":scope > .box")
  if (box?.tagName !== "rect") return undefined
  const [x, y, width] = ["x", "y", "width"].map((name) => Number(box.getAttribute(name)))
  return { x, y, width }
}

/** @param {SVGSVGElement} svg @param {{ counts: Map<string, string>, active: string[] }} what `counts` in words */
export function drawMarks(svg, { counts, active }) {
  for (const group of svg.querySelectorAll(".state.active")) group.classList.remove("active")
  for (const path of active) state(svg, path)?.classList.add("active")
  const marks = [
    ...[...counts].map(([path, count]) => /[1-9]/.test(count) && countMark(boxOf(state(svg, path)), count)),
    ...active.map((path) => here(boxOf(state(svg, path)))),
  ]
  svg.querySelector(".marks").replaceChildren(...marks.filter(Boolean))
}

/** A number on the right end of a box's upper border. */
const countMark = (box, text) => {
  if (box === undefined) return undefined
  const width = 12 + 7 * text.length
  const x = box.x + box.width - width - 8
  return shape(
    "g",
    { class: "live-count" },
    shape("title", {}, `${text} live`),
    shape("rect", { x, y: box.y - 9, width, height: 18, rx: 9 }),
    shape("text", { x: x + width / 2, y: box.y + 4, "text-anchor": "middle" }, text),
  )
}

/** A planet in its orbit on the left end: the actor is here. */
const here = (box) =>
  box &&
  shape(
    "g",
    { class: "here" },
    shape("circle", { cx: box.x + 2, cy: box.y + 2, r: 8 }),
    shape("circle", { cx: box.x + 2, cy: box.y + 2, r: 3.5 }),
  )

/**
 * Lights the edges of entries, the newest as 1. An edge that was taken more than once has its newest number.
 *
 * @param {SVGSVGElement} svg @param {ReadonlyArray<{ seq: number, edges: string[] }>} trail newest first
 */
export function placeTrail(svg, trail) {
  for (const group of svg.querySelectorAll("[data-edge][data-age]")) {
    group.classList.remove("fired")
    delete group.dataset.age
  }
  const numbers = []
  for (const [index, { seq, edges }] of trail.entries()) {
    for (const id of edges) {
      for (const group of svg.querySelectorAll(`[data-edge="${CSS.escape(id)}"]`)) {
        if (group.dataset.age !== undefined) continue
        group.classList.add("fired")
        group.dataset.age = index
        const card = group.querySelector(":scope > .card")
        if (card !== null) numbers.push(number(card, index + 1, seq))
      }
    }
  }
  svg.querySelector(".trail").replaceChildren(...numbers)
}

const number = (card, place, seq) => {
  const [x, y] = [Number(card.getAttribute("x")), Number(card.getAttribute("y"))]
  return shape(
    "g",
    { class: "step", "data-age": place - 1 },
    shape("title", {}, `Taken by entry ${seq}`),
    shape("circle", { cx: x - 9, cy: y + 10, r: 8 }),
    shape("text", { x: x - 9, y: y + 14, "text-anchor": "middle" }, String(place)),
  )
}
