/** The live socket: frames as they come, and a new connection whenever one is lost. */
const firstWait = 500
const longestWait = 8000

/**
 * @param {string} path with its query
 * @param {{ onFrame: (frame: any) => void, onOpen: (again: boolean) => void, onLost: () => void }} handlers
 * @returns {() => void} closes it for good
 */
export function connectLive(path, { onFrame, onOpen, onLost }) {
  let socket
  let timer
  let wait = firstWait
  let opened = 0
  let closed = false

  const connect = () => {
    clearTimeout(timer)
    socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${path}`)
    socket.addEventListener("open", () => {
      wait = firstWait
      opened += 1
      if (!closed) onOpen(opened > 1)
    })
    socket.addEventListener("message", (message) => {
      if (!closed) onFrame(JSON.parse(message.data))
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
