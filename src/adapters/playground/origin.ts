import type { HttpServerRequest } from "effect/http"

/** Under which a client reaches this server. The Host has been checked to be this machine's. */
export const originOf = (request: HttpServerRequest.HttpServerRequest): string =>
  `http://${request.headers["host"]}`
