import { assert, expect, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { HttpApi, HttpApiSchema } from "effect/http-api"
import { Api } from "../src/Api.ts"
import { operations } from "../src/client/Operations.ts"

const isStream = (schema: object): schema is HttpApiSchema.StreamUint8Array => "_tag" in schema && schema._tag === "StreamUint8Array"

/** What the client needs to know of each operation, as a source: `vitest -u` writes it. */
const source = (): string => {
  const lines: Array<string> = []
  HttpApi.reflect(Api, {
    onGroup: () => {},
    onEndpoint: ({ endpoint, group }) => {
      const successes: ReadonlyArray<object> = [...endpoint.success]
      const answers = successes.every(isStream) ? "stream" : successes.some(HttpApiSchema.isWithHeaders) ? "headers" : undefined
      const sends = [...endpoint.payload.values()].flatMap(({ schemas }): ReadonlyArray<object> => schemas).find(isStream)?.contentType
      lines.push(`  ${JSON.stringify({ group: group.identifier, name: endpoint.identifier, method: endpoint.method, path: endpoint.path, answers, sends })}`)
    }
  })
  return `/**
 * The operations of the contract as the typed client calls them. Made from \`Api\`: after a change of the contract, write it with
 * \`npx pnpm@12 exec vitest run packages/http-api/test/Operations.test.ts -u\`.
 */
export interface Operation {
  readonly group: string
  readonly name: string
  readonly method: "GET" | "PUT" | "POST" | "DELETE"
  readonly path: string
  /** Undefined: a value. \`headers\`: a value with headers. \`stream\`: bytes, whatever their media type. */
  readonly answers?: "headers" | "stream"
  /** The media type of a payload that is a stream. */
  readonly sends?: string
}

export const operations: ReadonlyArray<Operation> = [
${lines.join(",\n")}
]
`
}

it("the client knows every operation of the contract", async () => {
  await expect(source()).toMatchFileSnapshot("../src/client/Operations.ts")
})

it("the README lists every operation, and no other", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  const rows = readme.slice(readme.indexOf("| | takes | answers |")).split("\n").filter((line) => line.startsWith("| `"))
  const listed = rows.flatMap((row) => [...row.split(" | ")[0]!.matchAll(/(GET|PUT|POST|DELETE) (\/[^\s`]+)/g)].map(([, method, path]) => `${method} ${path}`))
  assert.deepStrictEqual(listed.toSorted(), operations.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`).toSorted())
})
