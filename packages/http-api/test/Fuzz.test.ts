/**
 * Requests drawn from the OpenAPI document, right ones and wrong ones: none is answered with a 5xx, every refusal is a problem that
 * names the place, and every answer is what the document says. Some thousands here; `FUZZ_REQUESTS=100000` for the whole run.
 */
import { afterAll, assert, beforeAll, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as OpenApiDocument from "../src/document/OpenApiDocument.ts"
import * as Access from "@crm-procedure/core/records/Access"
import { serve, type Server } from "./serving.ts"
import { shapeFault, type Schema } from "./openApiShape.ts"

const REQUESTS = Number(process.env["FUZZ_REQUESTS"] ?? 3_000)

let server: Server
beforeAll(async () => {
  server = await serve()
})
afterAll(() => server.stop())

interface Parameter {
  readonly name: string
  readonly in: "path" | "query" | "header"
  readonly required: boolean
  readonly schema: Schema
}

interface Operation {
  readonly method: string
  readonly path: string
  readonly operationId: string
  readonly parameters: ReadonlyArray<Parameter>
  readonly bodies: Readonly<Record<string, Schema>>
  readonly responses: Readonly<Record<string, Readonly<Record<string, Schema>>>>
}

const spec = OpenApiDocument.document() as unknown as {
  readonly paths: Record<string, Record<string, { operationId: string; parameters?: ReadonlyArray<Parameter>; requestBody?: { content: Record<string, { schema: Schema }> }; responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }> }>>
  readonly components: { readonly schemas: Record<string, Schema>; readonly responses: Record<string, { readonly content: Record<string, { schema: Schema }> }> }
}

const schemasOf = (content: Record<string, { readonly schema: Schema }> | undefined) =>
  Object.fromEntries(Object.entries(content ?? {}).map(([type, { schema }]) => [type.split(";", 1)[0]!, schema]))

const operations: ReadonlyArray<Operation> = Object.entries(spec.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, { operationId, parameters = [], requestBody, responses }]) => ({
    method: method.toUpperCase(),
    path,
    operationId,
    parameters,
    bodies: schemasOf(requestBody?.content),
    responses: Object.fromEntries(Object.entries(responses).map(([status, { $ref, content }]) => [
      status,
      schemasOf($ref === undefined ? content : spec.components.responses[$ref.split("/").at(-1)!]!.content)
    ]))
  })))

/** Texts of the kinds that are asked for, and of those that break things. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("P1", "P2", "C1", "A1", "A2", "S1", "B1", "G1", "L1", "web", "call", "attended", "2024-03", "2024-03-10", "2024-03-11T09:00:00-05:00", "+573152483917", "Dora Elena Ruiz", "prospect:P1", "CC", "1032456789") },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 80 }) },
  { weight: 1, arbitrary: fc.constantFrom("", " ", "\0", "\ud800", "\u202e", "ñ".repeat(65), "9".repeat(400), "=1+1", "'; --", "../..", "%00", "true", "null", "-0", "1e400", "2024-02-30", "9999-12-31T23:59:59.999Z") }
)

const anything: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(null, [], {}, -1, 1.5, 2 ** 53, -0, 1e308))

/** Values of a schema, mostly; and now and then something else. */
const valueOf = (schema: Schema, depth = 0): fc.Arbitrary<unknown> => {
  const right = (): fc.Arbitrary<unknown> => {
    if (schema.$ref !== undefined) return depth > 6 ? anything : valueOf(spec.components.schemas[schema.$ref.split("/").at(-1)!]!, depth + 1)
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
    if (schema.const !== undefined) return fc.constant(schema.const)
    const choices = schema.anyOf ?? schema.oneOf
    if (choices !== undefined) return fc.oneof(...choices.map((one) => valueOf(one, depth + 1)))
    const examples = schema.examples
    if (examples !== undefined && depth < 3 && schema.type !== "string") return fc.oneof(fc.constantFrom(...examples), made())
    return made()
  }
  const made = (): fc.Arbitrary<unknown> => {
    switch (schema.type) {
      case "string":
        return schema.examples === undefined ? text : fc.oneof(text, fc.constantFrom(...schema.examples))
      case "integer":
        return fc.oneof(fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 1_000 }), fc.integer())
      case "number":
        return fc.oneof(fc.integer({ min: -10, max: 200 }), fc.double())
      case "boolean":
        return fc.boolean()
      case "array":
        return fc.array(valueOf(schema.items ?? {}, depth + 1), { maxLength: 5 })
      case "object": {
        const properties = Object.entries(schema.properties ?? {})
        return fc.record(Object.fromEntries(properties.map(([name, inner]) => [name, valueOf(inner, depth + 1)])), { requiredKeys: schema.required === undefined ? [] : [...schema.required] })
      }
      default:
        return anything
    }
  }
  return fc.oneof({ weight: 12, arbitrary: right() }, { weight: 1, arbitrary: anything })
}

interface Drawn {
  readonly operation: Operation
  readonly role: Access.Role
  readonly parameters: Readonly<Record<string, unknown>>
  readonly mediaType: string | undefined
  readonly body: unknown
}

const drawn: fc.Arbitrary<Drawn> = fc.constantFrom(...operations).chain((operation) => {
  const required = operation.parameters.filter((parameter) => parameter.required).map(({ name }) => name)
  const parameters = fc.record(Object.fromEntries(operation.parameters.map(({ name, schema }) => [name, valueOf(schema)])), { requiredKeys: required })
  const mediaTypes = Object.keys(operation.bodies)
  const mediaType = mediaTypes.length === 0 ? fc.constant(undefined) : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...mediaTypes) }, { weight: 1, arbitrary: fc.constantFrom("text/plain", "application/json") })
  // The CRM assistant may almost everything: what is drawn comes further.
  const role = fc.oneof({ weight: 5, arbitrary: fc.constant<Access.Role>("crm-assistant") }, { weight: 1, arbitrary: fc.constantFrom(...Access.roles) })
  return mediaType.chain((type) => {
    const schema = type === undefined ? undefined : operation.bodies[type]
    const lines = fc.array(fc.oneof(valueOf(spec.components.schemas["Prospect"]!).map((value) => JSON.stringify(value)), text), { maxLength: 5 }).map((some) => some.join("\n"))
    const body = type === undefined ? fc.constant(undefined) : type.includes("json") && !type.includes("ndjson") && schema !== undefined ? valueOf(schema) : lines
    return fc.record({ operation: fc.constant(operation), role, parameters, mediaType: fc.constant(type), body })
  })
})

const send = ({ body, mediaType, operation, parameters, role }: Drawn) => {
  let { path } = operation
  const query = new URLSearchParams()
  const headers: Record<string, string> = {}
  for (const { in: place, name } of operation.parameters) {
    const value = parameters[name]
    if (value === undefined) continue
    const written = typeof value === "string" ? value : JSON.stringify(value) ?? ""
    // A segment of dots is taken for a way up or nowhere before it is sent.
    if (place === "path") path = path.replace(`{${name}}`, /^\.{1,2}$/.test(written) ? "x" : encodeURIComponent(written.toWellFormed()) || "x")
    else if (place === "query") query.append(name, written)
    else headers[name] = written.replaceAll(/[^\x20-\x7e]/g, "").trim().slice(0, 200)
  }
  if (mediaType !== undefined) headers["content-type"] = mediaType
  // A body of its own kind that fetch does not touch: lone surrogates go as escapes.
  const sent = body === undefined ? undefined : typeof body === "string" && mediaType?.includes("ndjson") !== false ? body : JSON.stringify(body)
  return server.call(operation.method, `${path}${query.size > 0 ? `?${query}` : ""}`, { role, headers, ...(sent === undefined || operation.method === "GET" ? {} : { body: sent }) })
}

it(`${REQUESTS} requests from the document: no 5xx, and every answer is what it says`, async () => {
  const statuses = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(drawn, async (one) => {
      const { headers, json, status, text: answer } = await send(one)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      const about = `${one.operation.operationId} ${status} ${answer.slice(0, 500)} ${server.logged.join("\n")}`
      assert.isBelow(status, 500, about)
      if (status === 404 && json?.detail === "No existe esa ruta.") return
      const declared = one.operation.responses[String(status)]
      assert.isDefined(declared, `${about}: the document does not say that it can be answered so`)
      const type = (headers.get("content-type") ?? "").split(";", 1)[0]!
      if (answer !== "" && Object.keys(declared!).length > 0) assert.property(declared!, type, about)
      if (status >= 400) assert.strictEqual(type, "application/problem+json", about)
      if (status === 422) assert.isNotEmpty(json.errors, about)
      if (json !== undefined && declared![type] !== undefined) assert.isUndefined(shapeFault(declared![type]!, json, spec.components.schemas), about)
    }),
    { numRuns: REQUESTS }
  )
  // What is drawn must get through, or it proves little.
  assert.isAbove(statuses.get(200) ?? 0, REQUESTS / 20, JSON.stringify([...statuses]))
  assert.deepStrictEqual(server.logged, [])
}, 3_600_000)
