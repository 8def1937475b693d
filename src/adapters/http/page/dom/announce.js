/** Says things to screen readers without moving the focus. */
const regions = {}

/** @param {string} text @param {"polite" | "assertive"} [urgency] */
export function announce(text, urgency = "polite") {
  regions[urgency] ??= document.querySelector(`#announce-${urgency}`)
  const line = document.createElement("p")
  line.textContent = text
  regions[urgency].append(line)
  while (regions[urgency].childElementCount > 5) regions[urgency].firstElementChild.remove()
}
