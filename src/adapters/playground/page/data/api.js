/** Asks the playground. Paths and shapes are those of ../page-api.ts. */

/** The playground refused (`code` is Discord's, 0 when it did not answer at all); `message` is a sentence to show. */
export class ApiError extends Error {
  constructor(message, code = 0, status = 0) {
    super(message)
    this.name = "ApiError"
    this.code = code
    this.status = status
  }
}

const silent = "The playground does not answer. Is it still running?"

async function request(method, path, body) {
  const init = { method, headers: { accept: "application/json" } }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers["content-type"] = "application/json"
  }
  let response
  try {
    response = await fetch(path, init)
  } catch {
    throw new ApiError(silent)
  }
  const text = await response.text()
  let answer
  try {
    answer = text === "" ? undefined : JSON.parse(text)
  } catch {
    answer = undefined
  }
  if (response.ok) return answer
  throw new ApiError(sentence(answer, response.status), answer?.code ?? 0, response.status)
}

/** Discord's `{ message, errors }` as one sentence: the innermost complaint says most. */
function sentence(answer, status) {
  const inner = complaint(answer?.errors)
  const text = inner ?? answer?.message
  if (typeof text === "string" && text !== "") return /[.!?]$/.test(text) ? text : `${text}.`
  return `The playground refused this (${status}).`
}

function complaint(errors) {
  if (typeof errors !== "object" || errors === null) return undefined
  if (Array.isArray(errors._errors) && errors._errors.length > 0) return errors._errors[0].message
  for (const value of Object.values(errors)) {
    const found = complaint(value)
    if (found !== undefined) return found
  }
  return undefined
}

function channel(id) {
  return `/page/channels/${id}`
}

/** Everything the page may ask, in the name of `as()`. @param {() => string} as */
export function createApi(as) {
  const message = (at) => `${channel(at.channel_id)}/messages/${at.id}`
  const reaction = (at, emoji) => `${message(at)}/reactions/${encodeURIComponent(emoji)}?as=${as()}`
  return {
    state: (person) => request("GET", person === undefined ? "/page/state" : `/page/state?as=${person}`),
    messages: (id, { limit = 50, before } = {}) =>
      request(
        "GET",
        `${channel(id)}/messages?as=${as()}&limit=${limit}${before === undefined ? "" : `&before=${before}`}`,
      ),
    send: (id, content, replyTo) =>
      request("POST", `${channel(id)}/messages`, {
        as: as(),
        content,
        ...(replyTo && { reply_to: replyTo }),
      }),
    edit: (at, content) => request("PATCH", message(at), { as: as(), content }),
    remove: (at) => request("DELETE", message(at), { as: as() }),
    react: (at, emoji) => request("PUT", reaction(at, emoji)),
    unreact: (at, emoji) => request("DELETE", reaction(at, emoji)),
    typing: (id) => request("POST", `${channel(id)}/typing`, { as: as() }),
    openThread: (id, name, messageId) =>
      request("POST", `${channel(id)}/threads`, {
        as: as(),
        name,
        ...(messageId && { message_id: messageId }),
      }),
    openDm: () => request("POST", "/page/dms", { as: as() }),
    interact: (channelId, type, data, messageId) =>
      request("POST", "/page/interactions", {
        as: as(),
        channel_id: channelId,
        type,
        data,
        ...(messageId && { message_id: messageId }),
      }),
  }
}

/** Discord's interaction types. */
export const Interaction = { command: 2, component: 3, autocomplete: 4, modal: 5 }
