/** Faces without a CDN: drawn here, or copied from what a bot gave. */
import { createHash } from "node:crypto"
import { invalidForm } from "./refusal.ts"
import { avatarHash } from "./world/webhooks.ts"
import type { World } from "./world/world.ts"

/** A face for any key: its colour from the key, its initials from the name. */
export function drawAvatar(key: string, name: string): string {
  const hue = createHash("sha256").update(key).digest().readUInt16BE() % 360
  const letters = initials(name)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80" width="80" height="80">`,
    `<rect width="80" height="80" fill="hsl(${hue} 45% 42%)"/>`,
    `<text x="40" y="41" fill="#fff" font-family="system-ui, sans-serif" font-size="32" font-weight="600"`,
    ` text-anchor="middle" dominant-baseline="central">${letters}</text></svg>`,
  ].join("")
}

/** At most two letters, safe in markup. */
const initials = (name: string): string => {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? []
  return words
    .slice(0, 2)
    .map((word) => [...word][0]!.toUpperCase())
    .join("")
}

/** Keeps an image given as a data URI and answers its hash. Refuses what is no image. */
export function storeAvatar(world: World, dataUri: string): string {
  const match = /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=]+)$/.exec(dataUri)
  if (match === null) {
    throw invalidForm({ path: ["avatar"], code: "IMAGE_INVALID", message: "Invalid image data" })
  }
  const hash = avatarHash(dataUri)
  world.files.put(`avatar/${hash}`, match[1]!, Buffer.from(match[2]!, "base64"))
  return hash
}

/** Remembers where a webhook's face came from. It is never fetched: the page may show its own origin's only. */
export function rememberAvatarUrl(world: World, url: string): void {
  world.files.put(`avatar/${avatarHash(url)}`, "text/uri-list", Buffer.from(url))
}
