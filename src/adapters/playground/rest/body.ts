/** Reads what a request carries: JSON, or JSON with files. */
import type { APIAttachment } from "discord-api-types/v10"
import { Effect } from "effect"
import type { HttpServerRequest } from "effect/http"
import { bodyOf } from "../../http/body.ts"
import { invalidJson, tooLarge } from "../refusal.ts"
import type { World } from "../world/world.ts"

/** The largest body that is read, in bytes. */
const MAX_BYTES = 26 * 1024 * 1024

interface Upload {
  /** `files[0]` */
  readonly field: string
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

export interface Body {
  readonly json: unknown
  readonly uploads: ReadonlyArray<Upload>
}

const NOTHING: Body = { json: {}, uploads: [] }

/** Fails with a Refusal: 50109 for what is no JSON, 40005 for what is too large. */
export const readBody = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest) {
  if (request.method === "GET") return NOTHING
  const bytes = yield* Effect.mapError(bodyOf(request, MAX_BYTES), ({ _tag }) =>
    _tag === "BodyTooLarge" ? tooLarge() : invalidJson(),
  )
  const type = request.headers["content-type"] ?? ""
  if (type.startsWith("multipart/form-data"))
    return yield* Effect.tryPromise({ try: () => readForm(bytes, type), catch: invalidJson })
  const text = new TextDecoder().decode(bytes)
  if (text === "") return NOTHING
  const json = yield* Effect.try({ try: (): unknown => JSON.parse(text), catch: invalidJson })
  return { json, uploads: [] }
})

async function readForm(bytes: ArrayBuffer, type: string): Promise<Body> {
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData()
  const payload = form.get("payload_json")
  const uploads = await Promise.all(
    [...form].flatMap(([field, file]) =>
      typeof file === "string"
        ? []
        : [
            file.arrayBuffer().then((bytes) => ({
              field,
              name: file.name,
              type: file.type,
              bytes: new Uint8Array(bytes),
            })),
          ],
    ),
  )
  return { json: typeof payload === "string" ? JSON.parse(payload) : {}, uploads }
}

/** Keeps the files of a body and describes them as attachments. `attachments[].id` in the JSON names `files[id]`. */
export function storeUploads(world: World, body: Body, origin: string): ReadonlyArray<APIAttachment> {
  if (body.uploads.length === 0) return []
  const { attachments, data } = (body.json ?? {}) as Described & { data?: Described }
  const described = attachments ?? data?.attachments
  const descriptions = Array.isArray(described) ? (described as ReadonlyArray<Description>) : []
  return body.uploads.map((upload, index) => {
    const description = descriptions.find((entry) => upload.field === `files[${entry?.id}]`)?.description
    const id = world.newId()
    const filename = upload.name.replaceAll(/[^\w.-]/g, "_") || `file${index}`
    const url = `${origin}/attachments/${id}/${filename}`
    world.files.put(`attachment/${id}`, upload.type, upload.bytes)
    return {
      id,
      filename,
      size: upload.bytes.length,
      url,
      proxy_url: url,
      content_type: upload.type,
      ...(typeof description === "string" ? { description } : {}),
    }
  })
}

/** A message body; an interaction's answer has it as `data`. */
interface Described {
  readonly attachments?: unknown
}
interface Description {
  readonly id?: unknown
  readonly description?: unknown
}
