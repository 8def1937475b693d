/** Lets a text box be as high as its text. */
export function grow(box) {
  const fit = () => {
    box.style.height = "auto"
    if (box.scrollHeight > 0) box.style.height = `${box.scrollHeight}px`
  }
  box.addEventListener("input", fit)
  requestAnimationFrame(fit)
  return fit
}
