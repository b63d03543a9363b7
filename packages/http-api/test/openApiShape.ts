/** Holds a value to a JSON Schema as the contract's document uses them: enough of it to see whether an answer is what it says. */

export interface Schema {
  readonly $ref?: string
  readonly type?: string | ReadonlyArray<string>
  readonly enum?: ReadonlyArray<unknown>
  readonly const?: unknown
  readonly anyOf?: ReadonlyArray<Schema>
  readonly oneOf?: ReadonlyArray<Schema>
  readonly allOf?: ReadonlyArray<Schema>
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: ReadonlyArray<string>
  readonly items?: Schema
  readonly additionalProperties?: boolean | Schema
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly examples?: ReadonlyArray<unknown>
}

const typeOf = (value: unknown): string => value === null ? "null" : Array.isArray(value) ? "array" : typeof value

const fits = (type: string, value: unknown): boolean => type === "integer" ? Number.isInteger(value) : type === typeOf(value)

/** What is wrong with a value, with its place; undefined if nothing is. */
export const shapeFault = (schema: Schema, value: unknown, schemas: Readonly<Record<string, Schema>>, place = ""): string | undefined => {
  if (schema.$ref !== undefined) {
    const named = schemas[schema.$ref.split("/").at(-1)!]
    return named === undefined ? `${place}: ${schema.$ref} is not in the document` : shapeFault(named, value, schemas, place)
  }
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    const faults = choices.map((one) => shapeFault(one, value, schemas, place))
    if (!faults.includes(undefined)) return faults.join(" | ")
  }
  for (const one of schema.allOf ?? []) {
    const fault = shapeFault(one, value, schemas, place)
    if (fault !== undefined) return fault
  }
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (types.length > 0 && !types.some((type) => fits(type, value))) return `${place}: ${typeOf(value)}, expected ${types.join(" or ")}`
  if (schema.enum !== undefined && !schema.enum.includes(value)) return `${place}: ${String(value)} is none of ${schema.enum.join(", ")}`
  if (schema.pattern !== undefined && typeof value === "string" && !new RegExp(schema.pattern).test(value)) return `${place}: ${value} does not fit ${schema.pattern}`
  if (typeof value === "number" && (value < (schema.minimum ?? value) || value > (schema.maximum ?? value))) return `${place}: ${value} is out of range`
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) {
      const fault = schema.items === undefined ? undefined : shapeFault(schema.items, item, schemas, `${place}/${at}`)
      if (fault !== undefined) return fault
    }
  } else if (typeof value === "object" && value !== null) {
    for (const name of schema.required ?? []) if (!Object.hasOwn(value, name)) return `${place}: no ${name}`
    for (const [name, inner] of Object.entries(value)) {
      const declared = schema.properties?.[name] ?? (typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined)
      if (declared === undefined) {
        if (schema.properties !== undefined && schema.additionalProperties === undefined) return `${place}: ${name} is not in the document`
        continue
      }
      const fault = shapeFault(declared, inner, schemas, `${place}/${name}`)
      if (fault !== undefined) return fault
    }
  }
  return undefined
}
