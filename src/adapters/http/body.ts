/** What a request carries, and no more of it than it may carry: a sender may say nothing, or the wrong thing, of its length. */
import * as NodeStream from "@effect/platform-node/NodeStream"
import { ByteSize, Data, Effect } from "effect"
import { HttpIncomingMessage, type HttpServerError, type HttpServerRequest } from "effect/http"

/** It is larger than what is read here. Send less. */
export class BodyTooLarge extends Data.TaggedError("BodyTooLarge")<{ readonly largest: number }> {}

/** It broke off. Send it again. */
export class BodyBroken extends Data.TaggedError("BodyBroken") {}

/** Reads at most `largest` bytes; what is larger is not read to its end. */
export const bodyOf = (
  request: HttpServerRequest.HttpServerRequest,
  largest: number,
): Effect.Effect<ArrayBuffer, BodyTooLarge | BodyBroken> =>
  Number(request.headers["content-length"] ?? 0) > largest
    ? Effect.fail(new BodyTooLarge({ largest }))
    : request.arrayBuffer.pipe(
        Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(largest)),
        Effect.mapError((error) => (isOverflow(error) ? new BodyTooLarge({ largest }) : new BodyBroken())),
      )

const isOverflow = ({ reason }: HttpServerError.HttpServerError): boolean =>
  "cause" in reason && reason.cause instanceof NodeStream.MaxBytesError
