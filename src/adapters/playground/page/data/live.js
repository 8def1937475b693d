/** The live socket: events as they happen, and a new connection whenever one is lost. */
const firstWait = 500
const longestWait = 8000

/**
 * @param {string} as whose events
 * @param {{ onEvent: (event: { t: string, d: any }) => void, onOpen: () => void, onLost: () => void }} handlers
 * @returns {() => void} closes it for good
 */
export function connectLive(as, { onEvent, onOpen, onLost }) {
  let socket
  let timer
  let wait = firstWait
  let closed = false

  const connect = () => {
    clearTimeout(timer)
    socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/page/live?as=${as}`)
    socket.addEventListener("open", () => {
      wait = firstWait
      onOpen()
    })
    socket.addEventListener("message", (message) => {
      if (!closed) onEvent(JSON.parse(message.data))
    })
    socket.addEventListener("close", () => {
      if (closed) return
      onLost()
      timer = setTimeout(connect, wait)
      wait = Math.min(longestWait, wait * 2)
    })
  }

  const hurry = () => {
    if (!closed && socket.readyState === WebSocket.CLOSED) connect()
  }
  addEventListener("online", hurry)
  document.addEventListener("visibilitychange", hurry)
  connect()

  return () => {
    closed = true
    clearTimeout(timer)
    removeEventListener("online", hurry)
    document.removeEventListener("visibilitychange", hurry)
    socket.close()
  }
}
