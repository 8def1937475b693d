/** Values as bytes: JSON in UTF-8, and large ones compressed, since a store's room and the way to it count by bytes. */
import { promisify } from "node:util"
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  constants,
} from "node:zlib"

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)

/** In bytes: below that compressing takes longer than sending. */
const packedFrom = 2048
/** In bytes: larger values are not kept. A small one that unpacks to more was not packed here. */
export const largest = 16_000_000

/** In bytes: smaller ones take less than a millisecond, and longer to be handed to another thread. */
const atOnceBelow = 32_768

/** Half as small again costs ten times as long at 9 and above. https://www.rfc-editor.org/rfc/rfc7932 */
const quality = 4

export interface Packed {
  readonly packed: boolean
  readonly body: Uint8Array
}

/** Null: too large. What does not get smaller stays as it is. */
export const pack = async (text: string): Promise<Packed | null> => {
  const plain = Buffer.from(text)
  if (plain.length > largest) return null
  if (plain.length < packedFrom) return { packed: false, body: plain }
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  }
  const small =
    plain.length < atOnceBelow ? brotliCompressSync(plain, { params }) : await compress(plain, { params })
  return small.length < plain.length ? { packed: true, body: small } : { packed: false, body: plain }
}

/** Rejects what was not packed here. */
export const unpack = async ({ packed, body }: Packed): Promise<string> => {
  if (!packed) return Buffer.from(body).toString("utf8")
  const most = { maxOutputLength: largest }
  const plain =
    body.byteLength < atOnceBelow / 8 ? brotliDecompressSync(body, most) : await decompress(body, most)
  return plain.toString("utf8")
}
