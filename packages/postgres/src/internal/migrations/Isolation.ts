/**
 * Row-level security: of a table whose rows belong to dealerships, a session sees and writes the rows of the one dealership
 * that its setting names, and none when it names none. It holds for the table's owner too.
 *
 * The owner alone sees all rows, and only while it says so with `crm_procedure.maintenance`: for migrations and `pg_dump`.
 */
export const statements = (table: string): ReadonlyArray<string> => withPolicies(table, OWN_DEALERSHIP, MAINTENANCE)

export const OWN_DEALERSHIP = "dealership = nullif(current_setting('crm_procedure.dealership', true), '')"
export const MAINTENANCE = "current_setting('crm_procedure.maintenance', true) = 'on'"

/** As migrations 1 to 4 were released. Migration 9 takes the subqueries away, which a distributed engine refuses. */
export const firstStatements = (table: string): ReadonlyArray<string> =>
  withPolicies(
    table,
    "dealership = (SELECT nullif(current_setting('crm_procedure.dealership', true), ''))",
    "(SELECT current_setting('crm_procedure.maintenance', true) = 'on')"
  )

const withPolicies = (table: string, ownDealership: string, maintenance: string): ReadonlyArray<string> => [
  `ALTER TABLE crm_procedure.${table} ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE crm_procedure.${table} FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY own_dealership ON crm_procedure.${table} USING (${ownDealership})`,
  `CREATE POLICY maintenance ON crm_procedure.${table} TO CURRENT_USER USING (${maintenance})`
]
