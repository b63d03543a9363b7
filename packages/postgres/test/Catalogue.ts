/** Everything that migrations make, as text: what a schema is, told by the database's own catalogue. */
import * as Effect from "effect/Effect"
import { SqlClient } from "effect/sql/SqlClient"

const questions: Readonly<Record<string, string>> = {
  tables: `SELECT format('%s%s%s', relname, CASE WHEN relrowsecurity THEN ' row-level security' END, CASE WHEN relforcerowsecurity THEN ' forced' END) ||
      coalesce(' with ' || array_to_string(reloptions, ', '), '')
    FROM pg_class WHERE relnamespace = 'crm_procedure'::regnamespace AND relkind IN ('r', 'p')`,
  columns: `SELECT format('%s.%s %s %s%s%s%s%s', one.relname, attname, attnum, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN ' not null' END,
      CASE WHEN attcollation <> 0 AND attcollation <> 100 THEN ' collate ' || (SELECT collname FROM pg_collation WHERE oid = attcollation) END,
      CASE WHEN attidentity <> '' THEN ' identity ' || attidentity::text END, ' default ' || pg_get_expr(adbin, adrelid))
    FROM pg_class AS one JOIN pg_attribute ON attrelid = one.oid LEFT JOIN pg_attrdef ON adrelid = one.oid AND adnum = attnum
    WHERE one.relnamespace = 'crm_procedure'::regnamespace AND one.relkind IN ('r', 'p', 'c') AND attnum > 0 AND NOT attisdropped`,
  indexes: `SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace = 'crm_procedure'::regnamespace`,
  constraints: `SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE connamespace = 'crm_procedure'::regnamespace AND contype <> 'n'`,
  policies: `SELECT format('%s on %s for %s to %s using %s%s', polname, polrelid::regclass, polcmd,
      CASE WHEN polroles = '{0}' THEN 'public' ELSE 'the owner' END, pg_get_expr(polqual, polrelid), ' check ' || pg_get_expr(polwithcheck, polrelid))
    FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid WHERE relnamespace = 'crm_procedure'::regnamespace`,
  functions: `SELECT regexp_replace(pg_get_functiondef(oid), '\\s+', ' ', 'g') FROM pg_proc WHERE pronamespace = 'crm_procedure'::regnamespace`,
  rights: `SELECT format('%s %s', one.relname, string_agg(lower(privilege_type), ' ' ORDER BY privilege_type))
    FROM pg_class AS one CROSS JOIN LATERAL aclexplode(one.relacl) AS given JOIN pg_roles ON pg_roles.oid = given.grantee
    WHERE one.relnamespace = 'crm_procedure'::regnamespace AND rolname = 'crm_procedure_application' GROUP BY one.relname`
}

export const catalogue = Effect.gen(function*() {
  const sql = yield* SqlClient
  const parts: Array<string> = []
  for (const [name, text] of Object.entries(questions)) {
    const rows = yield* sql.unsafe<{ readonly line: string }>(`SELECT line FROM (${text}) AS found(line) ORDER BY line COLLATE "C"`)
    parts.push(`## ${name}\n\n${rows.map(({ line }) => line).join("\n")}\n`)
  }
  return parts.join("\n")
})
