// Asks this machine's Orrery for a path, as `node deploy/probe.js /ready`, with its token; exit code 1 unless it answers 200.
const [path = "/ready"] = process.argv.slice(2)
const port = process.env.ORRERY_INSPECTOR_PORT ?? "4020"
const token = process.env.ORRERY_INSPECTOR_TOKEN
try {
  const { ok } = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(8000),
  })
  process.exit(ok ? 0 : 1)
} catch {
  process.exit(1)
}
