/** Text that not every storage can keep, where it comes past the readers: the sender's fault, and never a 5xx to be tried again. */
import { TextUnkeepable } from "@crm-procedure/core/KeepableText"
import * as Records from "@crm-procedure/core/Records"
import * as Safekeeping from "@crm-procedure/core/Safekeeping"
import { assert, describe, it } from "@effect/vitest"
import * as Failure from "../src/internal/Failure.ts"
import * as Refusing from "../src/internal/Refusing.ts"

describe("a text that the storage refuses", () => {
  const reason = new TextUnkeepable({ place: "/0/record/fullName" })
  it.each([new Records.RecordsError({ operation: "putProspects", reason }), new Safekeeping.SafekeepingError({ operation: "claim", reason })])("is told as what the request holds: %s", async (error) => {
    const response = Refusing.toResponse(Failure.toRefusal(error), "es")
    assert.strictEqual(response.status, 422)
    assert.isUndefined(response.headers["retry-after"])
    const refusal = Refusing.toResponse(Failure.toRefusal(error), "en").body.toJSON() as { readonly body: string }
    assert.include(JSON.stringify(refusal), "lone Unicode surrogates")
  })
})
