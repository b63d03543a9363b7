/** Completes the document that effect makes of the contract into the one that is published. */
import * as Context from "effect/Context"
import * as HttpApi from "effect/http-api/HttpApi"
import { BodyOptional, Permission } from "../access/Gate.ts"
import * as ListQuery from "../lists/ListQuery.ts"
import * as Problem from "../Problem.ts"

type Json = Record<string, unknown>

/** What the document says of an operation besides what effect makes. */
interface Declared {
  /** No key is needed. */
  readonly isOpen: boolean
  readonly isBodyOptional: boolean
  /** A list that can be had as a file too. */
  readonly answersFiles: boolean
  /** What it may be refused with, in the order of {@link Problem.problems}. */
  readonly refusals: ReadonlyArray<Problem.Kind>
}

const kinds = Object.keys(Problem.problems) as ReadonlyArray<Problem.Kind>

const retryAfter = { "retry-after": { description: "Seconds to wait.", schema: { type: "integer", minimum: 1 } } }

const exampleOf = (kind: Problem.Kind): Json => {
  const { status, title, type } = Problem.declarations[kind]
  return {
    type,
    title: title.es,
    status,
    detail: title.es,
    ...(kind === "Invalid"
      ? { errors: [{ in: "body", pointer: "/createdAt", detail: "Se esperaba una fecha.", expected: { es: "una fecha", en: "a date" } }] }
      : {})
  }
}

/** The refusals of one status, as a response of the document. */
const responseOf = (kinds: ReadonlyArray<Problem.Kind>): Json => ({
  description: kinds.map((kind) => Problem.declarations[kind].title.en).join(", or: "),
  ...(kinds.includes("TooManyRequests") || kinds.includes("Unavailable") || kinds.includes("InFlight") ? { headers: retryAfter } : {}),
  content: {
    [Problem.MEDIA_TYPE]: {
      schema: { $ref: "#/components/schemas/Problem" },
      examples: Object.fromEntries(kinds.map((kind) => [kind, { value: exampleOf(kind) }]))
    }
  }
})

const problemSchema: Json = {
  type: "object",
  description: "A refusal (RFC 9457). `type` is stable; `title` and `detail` come in the language of `Accept-Language`, Spanish by default.",
  required: ["type", "title", "status", "detail"],
  properties: {
    type: { type: "string", enum: [...new Set(Object.values(Problem.declarations).map(({ type }) => type))] },
    title: { type: "string" },
    status: { type: "integer", minimum: 400, maximum: 599 },
    detail: { type: "string" },
    errors: { type: "array", items: { $ref: "#/components/schemas/RequestFault" } },
    stored: { $ref: "#/components/schemas/StoredRows" }
  }
}

/** What a file or a stream looks like in each media type. */
const streams: Readonly<Record<string, Json>> = {
  "application/x-ndjson": { schema: { type: "string", description: "A JSON object a line." } },
  "text/csv": { schema: { type: "string", description: "A CSV file." } },
  "application/xml": { schema: { type: "string", description: "ADF/XML 1.0." } },
  "text/xml": { schema: { type: "string", description: "ADF/XML 1.0." } },
  "application/adf+xml": { schema: { type: "string", description: "ADF/XML 1.0." } },
  "application/json": { schema: { type: "object", description: "The form as data." } },
  "text/html": { schema: { type: "string", description: "A page that prints to one document." } },
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": { schema: { type: "string", format: "binary", description: "A workbook." } }
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

/** Schemas say what is there, and forbid nothing more: readers leave other keys alone, on both sides. */
const opened = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(opened)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => key === "additionalProperties" && inner === false ? [] : [[key, opened(inner)]]))
}

const withStreams = (content: unknown): unknown =>
  isObject(content)
    ? Object.fromEntries(Object.entries(content).map(([mediaType, media]) => [mediaType, isObject(media) && "x-effect-stream" in media ? streams[mediaType] ?? media : media]))
    : content

const files: Json = Object.fromEntries(ListQuery.fileTypes.map((mediaType) => [mediaType, streams[mediaType]]))

const completed = (operation: Json, { answersFiles, isBodyOptional, isOpen, refusals }: Declared): Json => {
  const responses = Object.fromEntries(
    Object.entries(operation["responses"] as Json)
      .filter(([status]) => Number(status) < 400)
      .map(([status, response]) => [status, isObject(response) && "content" in response ? { ...response, content: { ...withStreams(response["content"]) as Json, ...(answersFiles ? files : {}) } } : response])
  )
  const byStatus = Map.groupBy(refusals, (kind) => Problem.declarations[kind].status)
  for (const [status, kinds] of byStatus) responses[status] = { $ref: `#/components/responses/${kinds.join("Or")}` }
  const requestBody = operation["requestBody"]
  return {
    ...operation,
    security: isOpen ? [] : [{ key: [] }],
    ...(isObject(requestBody)
      ? { requestBody: { ...requestBody, content: withStreams(requestBody["content"]), required: !isBodyOptional } }
      : {}),
    responses
  }
}

/** Every response that an operation refers to. */
const responsesOf = (operations: ReadonlyArray<Json>): Json => {
  const used = new Map<string, Json>()
  for (const operation of operations) {
    for (const response of Object.values(operation["responses"] as Json)) {
      const name = isObject(response) && typeof response["$ref"] === "string" ? response["$ref"].split("/").at(-1)! : undefined
      if (name !== undefined) used.set(name, responseOf(name.split("Or") as ReadonlyArray<string> as ReadonlyArray<Problem.Kind>))
    }
  }
  return Object.fromEntries([...used].sort(([one], [other]) => one < other ? -1 : 1))
}

/** What each operation declares, by method and path. */
const declaredOf = (api: HttpApi.Constraint): ReadonlyMap<string, Declared> => {
  const declared = new Map<string, Declared>()
  HttpApi.reflect(api as HttpApi.Top, {
    onGroup: () => undefined,
    onEndpoint: ({ endpoint, errors }) => {
      const path = endpoint.path.replaceAll(/:([A-Za-z]+)/g, "{$1}")
      const types = new Set([...errors.values()].flat().map(({ ast }) => ast))
      declared.set(`${endpoint.method} ${path}`, {
        isOpen: Context.getOrUndefined(endpoint.annotations, Permission) === undefined,
        isBodyOptional: Context.get(endpoint.annotations, BodyOptional),
        answersFiles: Context.get(endpoint.annotations, ListQuery.AnswersFiles),
        refusals: kinds.filter((kind) => types.has(Problem.problems[kind].ast))
      })
    }
  })
  return declared
}

type Spec = Json & { readonly paths: Record<string, Record<string, Json>>; readonly components: Json & { readonly schemas: Json } }

/**
 * Completes the document that effect makes of an API: each refusal once, and for each operation those that its endpoint declares;
 * the key; which bodies may be left out; the looks of NDJSON and files.
 */
export const complete = (api: HttpApi.Constraint, made: Record<string, unknown>): Record<string, unknown> => {
  const spec = opened(made) as Spec
  const declared = declaredOf(api)
  const paths = Object.fromEntries(Object.entries(spec.paths).map(([path, item]) => [
    path,
    Object.fromEntries(Object.entries(item).map(([method, operation]) => [method, completed(operation, declared.get(`${method.toUpperCase()} ${path}`)!)]))
  ]))
  const encoded = new Set(kinds.map((kind) => `${kind}Encoded`))
  const schemas = Object.fromEntries(Object.entries(spec.components.schemas).filter(([name]) => !encoded.has(name)).sort(([one], [other]) => one < other ? -1 : 1))
  return {
    ...spec,
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: { ...schemas, Problem: problemSchema },
      responses: responsesOf(Object.values(paths).flatMap((item) => Object.values(item))),
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "A key of 256 random bits, which stands for a dealership and a role, and of an `integration` for its brands." }
      }
    }
  }
}
