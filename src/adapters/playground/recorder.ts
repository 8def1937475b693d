/** One REST request and its answer, for checking traffic against Discord's OpenAPI. */
export interface RestExchange {
  readonly method: string
  /** Route template with `:name` parameters, as in the OpenAPI but for the brackets; the raw path where none fits. */
  readonly path: string
  readonly requestBody: unknown
  readonly status: number
  readonly responseBody: unknown
}

/** Keeps the newest exchanges. */
export class Recorder {
  readonly #limit: number
  #exchanges: Array<RestExchange> = []

  /** `limit` 0 records nothing. */
  constructor(limit: number) {
    this.#limit = limit
  }

  add(exchange: RestExchange): void {
    if (this.#limit === 0) return
    this.#exchanges.push(exchange)
    if (this.#exchanges.length > 2 * this.#limit) this.#exchanges = this.#exchanges.slice(-this.#limit)
  }

  /** Oldest first. */
  get exchanges(): ReadonlyArray<RestExchange> {
    return this.#exchanges.slice(-this.#limit || this.#exchanges.length)
  }
}
