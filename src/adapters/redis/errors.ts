/** What Redis, the network or ioredis said, as one sentence that tells an operator what to do. */
import { StoreUnavailable } from "../../actors/store.ts"

/** Searched from the top: what Redis answers comes before what a broken connection looks like. */
const advice: ReadonlyArray<readonly [sign: RegExp, sentence: string]> = [
  [
    /JOURNALAHEAD/,
    "lost part of an actor's data (an eviction or a deleted key): restore it from a backup. Set maxmemory-policy to noeviction.",
  ],
  [/NOAUTH|no password/i, "asks for a password: put it in REDIS_URL, as in redis://user:password@host:6379."],
  [
    /WRONGPASS|invalid password|invalid username/i,
    "refuses this user name or password: correct them in REDIS_URL.",
  ],
  [
    /NOPERM/,
    "does not let this user do that: ACL SETUSER <user> ~orrery:* +@read +@write +@scripting +@connection +info +cluster.",
  ],
  [/READONLY/, "is a read-only replica: point REDIS_URL at the primary."],
  [/MISCONF/, "cannot write to its disk and refuses writes: free disk space where Redis keeps its files."],
  [/\bOOM\b/, "has used up its maxmemory: raise maxmemory, or remove data that is not Orrery's."],
  [/LOADING/, "is still reading its data from disk: wait until it is done."],
  [/BUSY\b/, "is busy with somebody's script: wait, or end it with SCRIPT KILL."],
  [
    /MASTERDOWN|NOREPLICAS/,
    "has lost its primary or its replicas: wait for the failover, or start them again.",
  ],
  [/cluster support disabled/i, "is not a cluster: leave +cluster and cluster=true out of REDIS_URL."],
  [
    /CLUSTERDOWN|Failed to refresh slots|None of startup nodes|Too many Cluster redirections/,
    "is a cluster that does not serve all its slots: look at CLUSTER INFO and start the nodes that are missing.",
  ],
  [/^MOVED|CROSSSLOT/, "is one node of a cluster: add ?cluster=true to REDIS_URL."],
  [
    /WRONGTYPE/,
    "holds a key of another kind under one of Orrery's names: give Orrery a database of its own.",
  ],
  [
    /certificate|self.signed|EPROTO|wrong version number|SSL|TLS/i,
    "could not agree on TLS: rediss:// is for servers that speak it, redis:// for others; check the certificate.",
  ],
  [/ECONNREFUSED|ENOENT/, "refuses connections: start Redis there, or correct REDIS_URL."],
  [/ENOTFOUND|EAI_AGAIN/, "has a host name that nobody knows: correct REDIS_URL, or the name service."],
  [
    /ETIMEDOUT|timeout|EHOSTUNREACH|ENETUNREACH/i,
    "does not answer: look whether it runs, is overloaded, is behind a firewall, or speaks no TLS (rediss://).",
  ],
  [
    /Connection is closed|max retries|ECONNRESET|EPIPE|isn't ready|isn't writeable|aborted|ended/i,
    "broke the connection: look whether Redis was stopped, or wants TLS (rediss://).",
  ],
]

/** ioredis wraps the cause of a failed cluster start in `lastNodeError`, and that of a flushed command in nothing. */
const causeOf = (error: unknown): Error => {
  if (!(error instanceof Error)) return new Error(String(error))
  if ("lastNodeError" in error && error.lastNodeError instanceof Error) return error.lastNodeError
  return error
}

/** Makes the translator of errors for one server. `secret`, its password, is struck out of whatever is said. */
export const explainer =
  (label: string, secret: string | undefined) =>
  (error: unknown): StoreUnavailable => {
    if (error instanceof StoreUnavailable) return error
    const cause = causeOf(error)
    const code = "code" in cause ? String(cause.code) : ""
    const said = `${code} ${cause.message}`.trim()
    const known = advice.find(([sign]) => sign.test(cause.message) || sign.test(code))
    const sentence = known?.[1] ?? "failed."
    const quoted = `${sentence} (${said.split("\n")[0]?.slice(0, 200)})`
    const message = `Redis at ${label} ${secret ? quoted.replaceAll(secret, "***") : quoted}`
    return new StoreUnavailable({ message })
  }
