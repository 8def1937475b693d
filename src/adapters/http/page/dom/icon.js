/** The page's icons: strokes on a 24 by 24 grid, drawn as SVG so that they take the colour of the text around them. */
const paths = {
  menu: "M4 6h16M4 12h16M4 18h16",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.6-3.6 3.2-5.5 6.5-5.5s5.9 1.9 6.5 5.5M16 4.4a3.5 3.5 0 0 1 0 6.4M18 14.8c1.9.8 3.1 2.5 3.5 5.2",
  hash: "M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16",
  thread: "M6 4v9a4 4 0 0 0 4 4h8M14 13l4 4-4 4",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z",
  auto: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 3v18M12 7.5l6-3M12 12l8.5-3M12 16.5l8-3",
  reply: "M10 8 5 13l5 5M5 13h9a5 5 0 0 1 5 5",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.5c1.7 2.3 5.3 2.3 7 0M9 9.5v.2M15 9.5v.2",
  edit: "M4 20h4L19 9l-4-4L4 16v4ZM13 7l4 4",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  more: "M5.5 12.5a.5.5 0 1 0 0-1 .5.5 0 0 0 0 1ZM12 12.5a.5.5 0 1 0 0-1 .5.5 0 0 0 0 1ZM18.5 12.5a.5.5 0 1 0 0-1 .5.5 0 0 0 0 1Z",
  send: "M5 12 4 4.5 21 12 4 19.5 5 12ZM5 12h8",
  slash: "M15 5 9 19M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Z",
  down: "M12 5v14M6 13l6 6 6-6",
  chevron: "m6 9 6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  check: "m5 12.5 5 5L19.5 7",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  link: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  play: "M8 5v14l11-7Z",
  pause: "M8 5v14M16 5v14",
  toStart: "M6 5v14M18 5l-9 7 9 7Z",
  stepBack: "M15 5l-8 7 8 7",
  stepOn: "M9 5l8 7-8 7",
  before: "M19 12H5M11 6l-6 6 6 6",
  after: "M5 12h14M13 6l6 6-6 6",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  orbit:
    "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3.5 16.5c-2-3.4 1-8 5.500-10.300S19 4.300 20.500 7.500s-1 8-5.500 10.300-9.500 1.900-11.500-1.300Z",
  spark: "M12 3c.6 5 3 7.9 9 9-6 1.1-8.4 4-9 9-.6-5-3-7.9-9-9 6-1.1 8.4-4 9-9Z",
}

/** @param {keyof typeof paths} name @returns {SVGSVGElement} hidden from screen readers: whoever uses it gives the words */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("class", "icon")
  svg.setAttribute("aria-hidden", "true")
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path")
  path.setAttribute("d", paths[name])
  svg.append(path)
  return svg
}
