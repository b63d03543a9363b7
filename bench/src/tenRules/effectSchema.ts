/** The ten rules as checks on an Effect Schema struct, all errors asked for. */
import { Exit, Schema, SchemaIssue } from "effect"
import type { Code, Context, Engine } from "./Rules.ts"
import { predicates } from "./Rules.ts"

export const make = (context: Context): Engine => {
  const text = Schema.UndefinedOr(Schema.String)
  const instant = Schema.UndefinedOr(Schema.Number)
  const fields = Schema.Struct({
    prospectId: Schema.String,
    createdAt: Schema.Number,
    branchId: Schema.String,
    brandId: Schema.String,
    phone: text,
    email: text,
    source: text,
    interest: text,
    consentAt: instant,
    excludedAt: instant,
    recordedAt: instant
  })
  const checks = Object.entries(predicates(context)).map(([code, holds]) =>
    Schema.makeFilter((prospect: typeof fields.Type) => holds(prospect as never) ? undefined : code as Code))
  const schema = fields.check(...checks as unknown as [(typeof checks)[number]])
  const decode = Schema.decodeUnknownExit(schema, { errors: "all" })
  const format = SchemaIssue.makeFormatterStandardSchemaV1()
  return {
    run: decode,
    codes: (prospect) => {
      const exit = decode(prospect)
      if (Exit.isSuccess(exit)) return []
      const [reason] = exit.cause.reasons
      if (reason?._tag !== "Fail") throw new Error("Found a defect, expected issues")
      return format(reason.error.issue).issues.map(({ message }) => message)
    }
  }
}
