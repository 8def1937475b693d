/** The dials: what the whole process does at this moment. */
import { el, fill } from "/shared/dom/element.js"

const sum = (live) => Object.values(live).reduce((total, states) => total + (states[""] ?? 0), 0)

export function readings({ store }, element) {
  const dials = Object.fromEntries(
    ["events / s", "committed", "live actors", "owed", "store", "model"].map((name) => {
      const value = el("dd")
      element.append(el("div", { class: "reading" }, el("dt", {}, name), value))
      return [name, (text) => value.textContent !== text && fill(value, text)]
    }),
  )
  store.watch(["frame", "rate", "report"], () => {
    const { frame, rate, report } = store.state
    dials["events / s"](frame === undefined ? "–" : rate < 10 ? rate.toFixed(1) : rate.toFixed(0))
    dials["committed"](frame === undefined ? "–" : frame.events.committed.toLocaleString())
    dials["live actors"](frame === undefined ? "–" : sum(frame.live).toLocaleString())
    dials["owed"](report === undefined ? "–" : report.owed.toLocaleString())
    dials["store"](report?.store ?? "–")
    dials["model"](report?.model ?? "–")
  })
}
