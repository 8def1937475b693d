import { describe, expect, test } from "vitest"
import { ADA, GENERAL, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import { call, startPlayground } from "./support.ts"

describe("a hostile body", () => {
  test("cannot give every object of the process a field", async () => {
    const playground = await startPlayground()
    const body = '[{"name":"ask","description":"Ask","name_localizations":{"__proto__":1}}]'
    const answer = await call(playground, "PUT", `/applications/${ORRERY.id}/commands`, body)
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toContain('"__proto__":{"_errors":[')
    expect(({} as { _errors?: unknown })._errors).toBeUndefined()
  })

  test.for(["@me", "@original", "abc", "9999999999999999999"])("cannot name a message %s", async (id) => {
    const playground = await startPlayground()
    const asked = await call(playground, "GET", `/channels/${GENERAL.id}/messages/${id}`)
    expect([400, 404]).toContain(asked.status)
    const edited = await fetch(`${playground.origin}/page/channels/${GENERAL.id}/messages/${id}`, {
      method: "PATCH",
      body: JSON.stringify({ as: ADA.id, content: "x" }),
    })
    expect([400, 404]).toContain(edited.status)
    const history = await fetch(
      `${playground.origin}/page/channels/${GENERAL.id}/messages?as=${ADA.id}&before=${id}`,
    )
    expect([200, 400]).toContain(history.status)
  })

  test("with an object for a number is refused", async () => {
    const playground = await startPlayground()
    const body = { content: "x", flags: { toString: 1 } }
    expect((await call(playground, "POST", `/channels/${GENERAL.id}/messages`, body)).status).toBe(400)
  })

  test("with files and without a message is refused", async () => {
    const playground = await startPlayground()
    const form = new FormData()
    form.append("payload_json", "null")
    form.append("files[0]", new File(["x"], "a.txt"))
    const { status } = await fetch(`${playground.apiBase}/v10/channels/${GENERAL.id}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${playground.token}` },
      body: form,
    })
    expect(status).toBe(400)
  })
})
