/** A drawn chart in its window: made larger and smaller, pulled along with the mouse, seen as a whole. */

/** Smaller, words cannot be read; larger than drawn is not asked for at first. */
const readable = { least: 0.72, most: 1 }
const possible = { least: 0.2, most: 2 }
/** How far a wheel turns to make it larger by half, in pixels. */
const turn = 250

const within = ({ least, most }, scale) => Math.min(most, Math.max(least, scale))

/**
 * @param {HTMLElement} scroller the window
 * @param {{ whole?: boolean }} wish `whole`: at first all of it is seen, however small
 */
export function zoomable(scroller, { whole = false } = {}) {
  let svg
  let scale
  const size = () => svg.viewBox.baseVal
  const wholly = () => Math.min(scroller.clientWidth / size().width, scroller.clientHeight / size().height)

  /** What is at `x`, `y` of the window stays there. */
  function resize(to, x = scroller.clientWidth / 2, y = scroller.clientHeight / 2) {
    const before = scale ?? to
    scale = within(possible, to)
    svg.setAttribute("width", Math.round(size().width * scale))
    svg.setAttribute("height", Math.round(size().height * scale))
    const by = scale / before
    scroller.scrollTo((scroller.scrollLeft + x) * by - x, (scroller.scrollTop + y) * by - y)
  }

  scroller.addEventListener(
    "wheel",
    (event) => {
      if (scale === undefined || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      const { left, top } = scroller.getBoundingClientRect()
      resize(scale * 1.5 ** (-event.deltaY / turn), event.clientX - left, event.clientY - top)
    },
    { passive: false },
  )
  scroller.addEventListener("pointerdown", (event) => {
    // Fingers scroll by themselves, and so do the bars at the side.
    if (event.pointerType !== "mouse" || event.button !== 0 || event.target === scroller) return
    scroller.setPointerCapture(event.pointerId)
    scroller.dataset.pulled = ""
  })
  scroller.addEventListener("pointermove", ({ movementX, movementY }) => {
    if ("pulled" in scroller.dataset) scroller.scrollBy(-movementX, -movementY)
  })
  scroller.addEventListener("lostpointercapture", () => delete scroller.dataset.pulled)

  return {
    /** @param {SVGSVGElement | undefined} drawn */
    show(drawn) {
      svg = drawn
      scale = undefined
    },

    /** Gives a chart its first size, once there is a window to see it in. @returns {boolean} whether there is */
    settle() {
      const width = scroller.clientWidth
      if (svg !== undefined && scale === undefined && width > 0)
        resize(whole ? Math.min(readable.most, wholly()) : within(readable, width / size().width))
      return width > 0
    },

    zoom: (by) => scale !== undefined && resize(scale * by),
    fit: () => scale !== undefined && resize(wholly()),

    /** Brings a part of the chart into the middle of its window, large enough to be read. */
    reveal(part) {
      if (scale === undefined) return
      if (scale < readable.most) resize(readable.most)
      scroller.scrollIntoView({ block: "nearest" })
      const [box, view] = [part.getBoundingClientRect(), scroller.getBoundingClientRect()]
      scroller.scrollBy(
        box.left + box.width / 2 - (view.left + view.width / 2),
        box.top + box.height / 2 - (view.top + view.height / 2),
      )
    },
  }
}
