/**
 * Migration 25: the telephone system's log and earlier versions of prospects by the texts that a person's phone, e-mail and document are
 * found by, so that a question about a person reads what is theirs. The texts are those of `FindingText` of core.
 *
 * A released migration stays as it is: another release adds another one.
 *
 * @see docs/decisions/0069-no-request-reads-a-whole-history.md
 */

const phone = (written: string): string => `CASE WHEN ${written} IS NULL THEN NULL WHEN ${written} COLLATE "C" ~ '^[-+() 0-9]*$'
    THEN nullif(right(ltrim(regexp_replace(${written}, '[^0-9]', '', 'g'), '0'), 7), '') ELSE '' END`

const email = (written: string): string => `CASE WHEN btrim(${written}, ' ') COLLATE "C" ~ '^[!-~]+$' AND btrim(${written}, ' ') !~ '[<>;,|/:]'
    THEN lower(btrim(${written}, ' ') COLLATE "C") WHEN btrim(${written}, ' ') <> '' THEN '' END`

const documentNumber = (written: string): string => `CASE WHEN ${written} IS NULL THEN NULL WHEN ${written} COLLATE "C" ~ '^[A-Za-z0-9 .,-]*$'
    THEN nullif(upper(regexp_replace(${written}, '[ .,-]', '', 'g') COLLATE "C"), '') ELSE '' END`

const ofProspect = (text: string): string => `CASE WHEN subject_type = 'prospect' THEN ${text} END`

/** The columns of a table, all in one statement: it writes the table again. */
const columns = (table: string, texts: Readonly<Record<string, string>>): ReadonlyArray<string> => [
  `ALTER TABLE crm_procedure.${table} ${Object.entries(texts).map(([name, text]) => `ADD COLUMN ${name} text COLLATE "C" GENERATED ALWAYS AS (${text}) STORED`).join(", ")}`,
  ...Object.keys(texts).map((name) => `CREATE INDEX ${table}_by_${name} ON crm_procedure.${table} (dealership, ${name}) WHERE ${name} IS NOT NULL`)
]

export const statements: ReadonlyArray<string> = [
  ...columns("phone_log", { phone_text: phone("(record->>'number')") }),
  ...columns("record_versions", {
    phone_text: ofProspect(phone("(content->>'phone')")),
    email_text: ofProspect(email("(content->>'email')")),
    document_text: ofProspect(documentNumber("(content->>'documentNumber')"))
  })
]
