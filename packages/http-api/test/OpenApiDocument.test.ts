import { createConfig, lintFromString } from "@redocly/openapi-core"
import { assert, describe, expect, it } from "@effect/vitest"
import * as OpenApiDocument from "../src/document/OpenApiDocument.ts"
import * as Problem from "../src/Problem.ts"
import { serve } from "./serving.ts"

/** Fixed words stand beside names and ids in paths: `/v1/mappings/adf` beside `/v1/mappings/{name}`. A fixed word goes first. */
const rules = { "no-ambiguous-paths": "off" } as const

describe("the OpenAPI document", () => {
  it("is the published one: `vitest run -u` writes it again", async () => {
    await expect(OpenApiDocument.text()).toMatchFileSnapshot("../openapi.json")
  })

  it("passes the linter of Redocly", async () => {
    const config = await createConfig({ extends: ["recommended-strict"], rules })
    const problems = await lintFromString({ source: OpenApiDocument.text(), config })
    const told = problems.map(({ location, message, ruleId }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ""}`)
    // What says how the server is takes nothing, so there is nothing to refuse.
    const open = ["health", "ready", "metrics"].map((path) => `operation-4xx-response: Operation must have at least one \`4XX\` response. #/paths/~1${path}/get/responses`)
    assert.deepStrictEqual(told, open)
  })

  it("names every kind of refusal once, with the words that answers have", () => {
    const types = Object.values(Problem.declarations).map(({ type }) => type)
    assert.strictEqual(new Set(types).size, types.length)
    for (const [kind, Class] of Object.entries(Problem.problems)) {
      const { status, title, type } = new Class({})
      const declared = Problem.declarations[kind as Problem.Kind]
      assert.deepStrictEqual([type, status, title], [declared.type, declared.status, declared.title.en], kind)
    }
  })

  it("says of every operation under /v1 that it takes a key, and of the others that they take none", () => {
    for (const [path, item] of Object.entries(OpenApiDocument.document().paths)) {
      for (const operation of Object.values(item) as ReadonlyArray<{ readonly security?: unknown }>) {
        assert.deepStrictEqual(operation.security, path.startsWith("/v1/") && path !== "/v1/leads/inbox/{token}" ? [{ key: [] }] : [], path)
      }
    }
  })

  it("is rendered by a page that has everything in it", async () => {
    const server = await serve()
    try {
      const page = await (await fetch(`${server.url}/docs`)).text()
      const bare = page.replaceAll(/(<script[^>]*>)[\s\S]*?<\/script>/g, "$1</script>")
      assert.notMatch(bare, /\s(?:src|href)=|@import|url\(/)
      assert.include(page, "\"withDefaultFonts\":false")
    } finally {
      await server.stop()
    }
  })
})
