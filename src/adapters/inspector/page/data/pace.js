/**
 * Runs an async `action` at most once in `wait` ms and never twice at the same time, and once more if it was wanted
 * meanwhile: what is seen is never older than that.
 *
 * @param {() => Promise<void>} action @param {number} wait
 */
export function paced(action, wait) {
  let busy = false
  let again = false
  const run = async () => {
    if (busy) {
      again = true
      return
    }
    busy = true
    again = false
    await action()
    setTimeout(() => {
      busy = false
      if (again) run()
    }, wait)
  }
  return run
}
