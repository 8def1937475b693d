import { Schema } from "effect"

/** Somebody must change what they gave: a flag, a setting, a file. Exit code 2. */
export class InputError extends Schema.TaggedError<InputError>()("InputError", { message: Schema.String }) {}
