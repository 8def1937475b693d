/** Whose a cached value is. It is part of every key, so that nobody can look anything up without saying whose it is. */
import { hash } from "node:crypto"

/** Of everybody; of a guild; of a user: nobody else ever sees it. */
export type Scope =
  | "public"
  | { readonly guild: string; readonly user?: never }
  | { readonly user: string; readonly guild?: never }

/** Tells scopes apart whatever their ids are: the first colon ends what an id cannot begin before. */
export const nameOf = (scope: Scope): string =>
  scope === "public" ? "public" : scope.user !== undefined ? `user:${scope.user}` : `guild:${scope.guild}`

/**
 * Under what a value is kept: one text for each scope, kind and key, and for no two of them the same. JSON keeps the three
 * apart, and lone surrogates, too, which UTF-8 would make one of. What the key says cannot be read from it.
 */
export const idOf = (scope: Scope, kind: string, key: string): string =>
  hash("sha256", JSON.stringify([nameOf(scope), kind, key]), "base64url")
