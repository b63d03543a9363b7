/**
 * Migration 9: row-level security without subqueries, which a distributed engine can hand on to its workers. The function that began
 * a change stays for older servers that still run; this release sends statements of its own.
 *
 * A released migration stays as it is: another release adds another one.
 */
import * as Isolation from "./Isolation.ts"

const alter = (policy: string, using: string) => `
  DO $do$ DECLARE one record; BEGIN
    FOR one IN SELECT polrelid::regclass AS table_name FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
      WHERE relnamespace = 'crm_procedure'::regnamespace AND polname = '${policy}'
    LOOP EXECUTE format('ALTER POLICY ${policy} ON %s USING (%s)', one.table_name, $using$${using}$using$); END LOOP;
  END $do$`

export const statements: ReadonlyArray<string> = [
  alter("own_dealership", Isolation.OWN_DEALERSHIP),
  alter("maintenance", Isolation.MAINTENANCE),
  alter("listing", "current_setting('crm_procedure.listing', true) = 'on'"),
  alter("presented_key", "hash = nullif(current_setting('crm_procedure.key_hash', true), '')"),
  alter("presented_token", "hash = nullif(current_setting('crm_procedure.key_hash', true), '')"),
  alter("presented_handle", "handles @> ARRAY[nullif(current_setting('crm_procedure.user_handle', true), '')]")
]
