/** What the bot asks for when somebody invites it. */
import { PermissionFlagsBits as Bits } from "discord-api-types/v10"
import { describe, expect, it } from "vitest"
import { inviteLink } from "../../../src/adapters/cli/invite.ts"

const asked = () => BigInt(new URL(inviteLink("549170854458687509")).searchParams.get("permissions")!)
const asksFor = (permission: keyof typeof Bits) => (asked() & Bits[permission]) !== 0n

describe("the invite link", () => {
  it("asks for what agents need to speak under their own names, and to take back a draft whose webhook is gone", () => {
    expect(asksFor("SendMessages")).toBe(true)
    expect(asksFor("ManageWebhooks")).toBe(true)
    expect(asksFor("ManageMessages")).toBe(true)
  })

  it("asks for nothing that would let it rule a server", () => {
    expect(asksFor("Administrator")).toBe(false)
    expect(asksFor("ManageGuild")).toBe(false)
    expect(asksFor("ManageRoles")).toBe(false)
  })
})
