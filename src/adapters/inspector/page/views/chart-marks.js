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
  svg.append(...["flows", "marks", "trail"].map((name) => shape("g", { class: name })))
  // The tables and the outline beside it say the same in words.
  svg.setAttribute("aria-hidden", "true")
  return svg
}

const state = (svg, path) => svg.querySelector(`[data-state="${CSS.escape(path)}"]`)

const boxOf = (group) => {
  const box = group?.querySelector(":scope > .box")
  if (box?.tagName !== "rect") return undefined
  const [x, y, width] = ["x", "y", "width"].map((name) => Number(box.getAttribute(name)))
  return { x, y, width }
}

/** How full a state is, 1 to 5, by its share of all; 0: nobody is in it. */
export const heatOf = (count, all) => (count > 0 ? Math.max(1, Math.ceil((5 * count) / all)) : 0)

/** @param {SVGSVGElement} svg @param {{ counts: Record<string, number>, active: string[] }} what `counts` by path, `""` of all */
export function drawMarks(svg, { counts, active }) {
  for (const group of svg.querySelectorAll("[data-heat]")) delete group.dataset.heat
  for (const [path, count] of Object.entries(counts)) {
    const group = path === "" ? null : state(svg, path)
    if (group !== null) group.dataset.heat = heatOf(count, counts[""])
  }
  for (const group of svg.querySelectorAll(".state.active")) group.classList.remove("active")
  for (const path of active) state(svg, path)?.classList.add("active")
  const marks = [
    ...Object.entries(counts).map(([path, count]) =>
      countMark(boxOf(state(svg, path)), count.toLocaleString()),
    ),
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
    shape("rect", { x, y: box.y - 13, width, height: 18, rx: 9 }),
    shape("text", { x: x + width / 2, y: box.y, "text-anchor": "middle" }, text),
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
 * How many go along an edge in a minute: the line's weight on a scale of tens, and the number where only one edge leads that way.
 *
 * @param {SVGSVGElement} svg @param {ReadonlyArray<{ rate: number, edges: string[] }>} flows
 */
export function drawFlows(svg, flows) {
  for (const group of svg.querySelectorAll("[data-flow]")) delete group.dataset.flow
  const numbers = []
  for (const { rate, edges } of flows) {
    if (rate <= 0) continue
    for (const id of edges) {
      for (const group of svg.querySelectorAll(`[data-edge="${CSS.escape(id)}"]`)) {
        group.dataset.flow = Math.min(4, 1 + Math.max(0, Math.floor(Math.log10(rate))))
        const card = group.querySelector(":scope > .card")
        if (card !== null && edges.length === 1) numbers.push(flowMark(card, rate))
      }
    }
  }
  svg.querySelector(".flows").replaceChildren(...numbers)
}

const flowMark = (card, rate) => {
  const text = `${rate >= 10 ? Math.round(rate).toLocaleString() : rate}/min`
  const [x, y, width] = ["x", "y", "width"].map((name) => Number(card.getAttribute(name)))
  const wide = 10 + 6.2 * text.length
  return shape(
    "g",
    { class: "flow-count" },
    shape("rect", { x: x + width - wide / 2, y: y - 14, width: wide, height: 16, rx: 8 }),
    shape("text", { x: x + width, y: y - 2, "text-anchor": "middle" }, text),
  )
}

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
    shape("circle", { cx: x - 5, cy: y - 1, r: 8 }),
    shape("text", { x: x - 5, y: y + 3, "text-anchor": "middle" }, String(place)),
  )
}
