/**
 * Migration 12: the indexes by which prospects are found by name, and the latest events of a type.
 *
 * A released migration stays as it is: another release adds another one.
 *
 * @see docs/decisions/0063-finding-by-name.md
 */
export const statements: ReadonlyArray<string> = [
  // The words of a name, as `PersonName.words` of core makes them, each behind the dealership: one index holds all dealerships.
  `CREATE FUNCTION crm_procedure.name_keys(dealership text, name text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY(
      SELECT DISTINCT left(dealership, 60) || ' ' || left(word, 40)
      FROM unnest((regexp_split_to_array(
        lower(regexp_replace(normalize(coalesce(name, ''), NFKD), '[\\u0300-\\u036f]', '', 'g') COLLATE "C"), '[^a-z0-9]+'
      ))[1:24]) AS word
      WHERE word <> ''
    ))
  $$`,
  `CREATE INDEX prospects_by_name ON crm_procedure.prospects USING gin (crm_procedure.name_keys(dealership, record->>'fullName'))`,
  `CREATE INDEX events_by_type ON crm_procedure.events (dealership, type, at)`
]
