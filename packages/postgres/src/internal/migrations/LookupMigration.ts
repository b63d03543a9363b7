/**
 * Migration 17: the months in which leads owe something and the words of names, as rows with indexes of their own. The operators of the
 * indexes that held them in arrays and text vectors are not leakproof: under row-level security no question used these indexes.
 *
 * A released migration stays as it is: another release adds another one.
 *
 * @see docs/decisions/0071-answers-as-of-now.md
 */
import * as Isolation from "./Isolation.ts"

const keyed = (table: string, column: string): ReadonlyArray<string> => [
  `CREATE TABLE crm_procedure.${table} (
    dealership text COLLATE "C" NOT NULL,
    ${column} text COLLATE "C" NOT NULL,
    prospect_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (dealership, ${column}, prospect_id)
  )`,
  `CREATE INDEX ${table}_by_prospect ON crm_procedure.${table} (dealership, prospect_id)`
]

export const statements: ReadonlyArray<string> = [
  ...keyed("lead_months", "month"),
  ...keyed("name_words", "word"),
  "SELECT set_config('crm_procedure.maintenance', 'on', true)",
  `INSERT INTO crm_procedure.lead_months (dealership, month, prospect_id)
    SELECT DISTINCT dealership, month, prospect_id FROM crm_procedure.leads CROSS JOIN LATERAL json_array_elements_text(lead->'dueMonths') AS due(month)`,
  `INSERT INTO crm_procedure.name_words (dealership, word, prospect_id)
    SELECT DISTINCT dealership, left(word, 40), prospect_id FROM crm_procedure.prospects CROSS JOIN LATERAL unnest((regexp_split_to_array(
      lower(regexp_replace(normalize(coalesce(record->>'fullName', ''), NFKD), '[\\u0300-\\u036f]', '', 'g') COLLATE "C"), '[^a-z0-9]+'
    ))[1:24]) AS word WHERE word <> ''`,
  "SELECT set_config('crm_procedure.maintenance', '', true)",
  "DROP INDEX crm_procedure.leads_by_due",
  "DROP INDEX crm_procedure.prospects_by_name",
  // Servers of the release before still fill the column, and ask the function.
  "ALTER TABLE crm_procedure.leads ALTER COLUMN due_keys SET DEFAULT '{}'",
  ...["lead_months", "name_words"].flatMap(Isolation.statements)
]
