/**
 * Lets in who knows the token: a tool by `authorization: Bearer`, a browser by a cookie that it gets for the token once. The
 * cookie is `SameSite=Strict` and no script sees it, so that no other page can use it; it holds a digest, and not the token.
 */
import { Redacted } from "effect"
import { createHash, timingSafeEqual } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Guard } from "../http/loopback-server.ts"
import { pageHeaders } from "../http/page-files.ts"

const cookie = "orrery-inspector"
/** Of what somebody sends to be let in, in bytes. */
const largest = 1024

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url")

/** Takes as long whatever is wrong. */
const same = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(digest(a)), Buffer.from(digest(b))]
  return timingSafeEqual(one, other)
}

const cookieOf = ({ headers }: IncomingMessage): string =>
  (headers.cookie ?? "")
    .split(/;\s*/)
    .find((each) => each.startsWith(`${cookie}=`))
    ?.slice(cookie.length + 1) ?? ""

const page = (wrong: boolean) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Orrery inspector</title>
  </head>
  <body>
    <main>
      <h1>Orrery inspector</h1>
      ${wrong ? `<p role="alert">That is not the token.</p>` : ""}
      <form method="post" action="/enter">
        <label>Token <input type="password" name="token" autocomplete="current-password" required autofocus /></label>
        <button>Enter</button>
      </form>
    </main>
  </body>
</html>
`

const headers = {
  ...pageHeaders,
  "content-security-policy":
    "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  // A form that tells no referrer tells no origin either.
  "referrer-policy": "same-origin",
}

const ask = (response: ServerResponse, wrong: boolean): void => {
  response.writeHead(401, {
    ...headers,
    "content-type": "text/html; charset=utf-8",
    "www-authenticate": "Bearer",
  })
  response.end(page(wrong))
}

export const guardOf = (token: Redacted.Redacted): Guard => {
  const known = Redacted.value(token)
  const letsIn = (request: IncomingMessage): boolean => {
    const [, bearer] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "") ?? []
    return bearer === undefined ? same(cookieOf(request), digest(known)) : same(bearer, known)
  }

  const enter = (request: IncomingMessage, response: ServerResponse): void => {
    let body = ""
    request.setEncoding("utf8")
    request.on("data", (text: string) => {
      body += text
      if (body.length > largest) request.destroy()
    })
    request.on("end", () => {
      if (!same(new URLSearchParams(body).get("token") ?? "", known)) return ask(response, true)
      const isTls = request.headers["x-forwarded-proto"] === "https"
      response.writeHead(303, {
        ...headers,
        location: "/",
        "set-cookie": `${cookie}=${digest(known)}; Path=/; HttpOnly; SameSite=Strict${isTls ? "; Secure" : ""}`,
      })
      response.end()
    })
  }

  return {
    letsIn,
    refuses: (request, response) => {
      if (request.method === "POST" && request.url === "/enter") enter(request, response)
      else if (letsIn(request)) return false
      else ask(response, false)
      return true
    },
  }
}
