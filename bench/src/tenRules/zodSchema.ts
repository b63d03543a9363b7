/** The ten rules as checks on a zod object. */
import * as z from "zod"
import type { Code, Context, Engine } from "./Rules.ts"
import { predicates } from "./Rules.ts"

export const make = (context: Context): Engine => {
  const text = z.string().optional()
  const instant = z.number().optional()
  let schema = z.object({
    prospectId: z.string(),
    createdAt: z.number(),
    branchId: z.string(),
    brandId: z.string(),
    phone: text,
    email: text,
    source: text,
    interest: text,
    consentAt: instant,
    excludedAt: instant,
    recordedAt: instant
  })
  for (const [code, holds] of Object.entries(predicates(context))) schema = schema.refine(holds as never, { error: code as Code })
  return {
    run: (prospect) => schema.safeParse(prospect),
    codes: (prospect) => schema.safeParse(prospect).error?.issues.map(({ message }) => message) ?? []
  }
}
