/**
 * Row-level security: of a table whose rows belong to dealerships, a session sees and writes the rows of the one dealership
 * that its setting names, and none when it names none. It holds for the table's owner too.
 *
 * The owner alone sees all rows, and only while it says so with `crm_procedure.maintenance`: for migrations and `pg_dump`.
 */
export const statements = (table: string): ReadonlyArray<string> => [
  `ALTER TABLE crm_procedure.${table} ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE crm_procedure.${table} FORCE ROW LEVEL SECURITY`,
  // Asked once a statement, and not before the statement has named its dealership.
  `CREATE POLICY own_dealership ON crm_procedure.${table}
    USING (dealership = (SELECT nullif(current_setting('crm_procedure.dealership', true), '')))`,
  `CREATE POLICY maintenance ON crm_procedure.${table} TO CURRENT_USER
    USING ((SELECT current_setting('crm_procedure.maintenance', true) = 'on'))`
]
