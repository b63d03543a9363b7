/**
 * Migration 10: the state of a subscription: the secret before the last one, and since when its endpoint has failed or is paused.
 *
 * A released migration stays as it is: another release adds another one.
 */
export const statements: ReadonlyArray<string> = [
  `ALTER TABLE crm_procedure.subscriptions
    ADD COLUMN former_secret text, ADD COLUMN former_until bigint, ADD COLUMN failing_since bigint, ADD COLUMN paused_at bigint`
]
