/** Text that not every storage can keep, where it comes past the readers: the sender's fault, and never a 5xx to be tried again. */
import { TextNotStorable } from "@crm-procedure/core/identity/StorableText"
import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import { assert, describe, it } from "@effect/vitest"
import * as Failure from "../src/request/Failure.ts"
import * as Refusing from "../src/request/Refusing.ts"

describe("a text that the storage refuses", () => {
  const reason = new TextNotStorable({ place: "/0/record/fullName" })
  it.each([new Records.RecordsError({ operation: "putProspects", reason }), new ServiceStore.ServiceStoreError({ operation: "claim", reason })])("is told as what the request holds: %s", async (error) => {
    const response = Refusing.toResponse(Failure.toRefusal(error), "es")
    assert.strictEqual(response.status, 422)
    assert.isUndefined(response.headers["retry-after"])
    const refusal = Refusing.toResponse(Failure.toRefusal(error), "en").body.toJSON() as { readonly body: string }
    assert.include(JSON.stringify(refusal), "lone Unicode surrogates")
  })
})
