/** Imports that are refused on the way, when a part of the file is stored already. */
import * as Records from "@crm-procedure/core/register/Records"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type Options, serve, type Server } from "./serving.ts"

const header = "prospect_id,created_at,advisor_id,branch_id,brand_id,phone\n"
const rows = (count: number): string => Array.from({ length: count }, (_, row) => `N${row},2024-03-10T08:00:00-05:00,A1,S1,B1,31${52_000_000 + row}\n`).join("")

const served = async (options: Options, body: (server: Server) => Promise<void>): Promise<void> => {
  const server = await serve(options)
  try {
    await body(server)
  } finally {
    await server.stop()
  }
}

const send = (server: Server, kind: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  server.call("POST", `/v1/imports/${kind}`, { body, headers: { "content-type": "text/csv", ...headers } })

const registered = async (server: Server): Promise<number> => (await server.call("GET", "/v1/scorecards/2024-03")).json.groups[0].prospecting.registered

describe("an import that is refused on the way", () => {
  it("says how many rows had been stored, in words and in numbers, in both languages", () =>
    served({}, async (server) => {
      const before = await registered(server)
      const file = `${header}P1,2024-03-05T09:00:00-05:00,A1,S1,B1,\n${rows(1_500)}`
      const refused = await send(server, "prospects", `${file}"N9`, { "accept-language": "en" })
      assert.strictEqual(refused.status, 422)
      const { stored } = refused.json
      assert.isAtLeast(stored.read, 250)
      assert.deepStrictEqual(stored, { read: stored.read, added: stored.read - 1, changed: 1, unchanged: 0 })
      assert.strictEqual(await registered(server), before + stored.added)
      assert.include(refused.json.detail, `Rows that had been stored: ${stored.read};`)
      assert.strictEqual(refused.json.errors[0].detail, "Expected a closing quote.")

      const again = await send(server, "prospects", `${file}"N9`)
      assert.deepInclude(again.json.stored, { added: again.json.stored.read - again.json.stored.unchanged, changed: 0 })
      assert.include(again.json.detail, `Filas que ya se guardaron: ${again.json.stored.read};`)
      const whole = await send(server, "prospects", file)
      assert.deepInclude(whole.json, { read: 1_501, added: 1_500 - stored.added - again.json.stored.added, changed: 0 })
    }))

  it("says it when the storage goes away too, and is to be sent again", async () => {
    let batches = 0
    const failing = Layer.effect(Records.Records, Effect.map(Records.Records, (port) =>
      Records.Records.of({
        ...port,
        putProspects: (...given) =>
          ++batches === 2
            ? Effect.fail(new Records.RecordsError({ operation: "putProspects", reason: new Records.RecordsUnavailable({ detail: "gone" }) }))
            : port.putProspects(...given)
      }))).pipe(Layer.provide(Records.Records.layerMemory))
    await served({ records: failing, empty: true }, async (server) => {
      const refused = await send(server, "prospects", header + rows(1_500))
      assert.deepStrictEqual([refused.status, refused.headers.get("retry-after")], [503, "5"])
      assert.isAtLeast(refused.json.stored.read, 250)
      assert.isBelow(refused.json.stored.read, 1_500)
      assert.match(refused.json.detail, /^No se puede responder ahora\..* Filas que ya se guardaron: \d+;/)
    })
  })

  it("says nothing of it where nothing was stored", () =>
    served({}, async (server) => {
      for (const [kind, file] of [["prospects", `${header}"N9`], ["brands", "brand_id,name\nB7,Siete\n\"B8"]] as const) {
        const { json, status } = await send(server, kind, file)
        assert.strictEqual(status, 422)
        assert.notProperty(json, "stored")
        assert.notInclude(json.detail, "guard")
      }
      assert.isFalse((await server.call("GET", "/v1/directory")).json.brands.some(({ brandId }: { readonly brandId: string }) => brandId === "B7"))
    }))
})
