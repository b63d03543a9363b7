/** Requests of people about their own data. */
import type { AnsweredPlace, PersonRequest, RequestQuery } from "@crm-procedure/core/service/PersonRequest"
import * as Effect from "effect/Effect"
import { type Database, question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

const requestsOf = question((dealership) => `
  SELECT content FROM crm_procedure.person_requests WHERE dealership = ${dealership} AND ($2::text[] IS NULL OR id = ANY ($2::text[]))
    AND ($3::bigint IS NULL OR (content->'answer' IS NOT NULL) = ($3::bigint = 1)) AND ($4::bigint IS NULL OR (content->'person' IS NOT NULL) = ($4::bigint = 1))
  ORDER BY received_at, id`)
const answeredRequests = question((dealership) => `
  SELECT content FROM (
    SELECT content, id, (content->'answer'->>'at')::float8::bigint AS answered_at FROM crm_procedure.person_requests WHERE dealership = ${dealership} AND content->'answer' IS NOT NULL
  ) AS one
  WHERE $3::bigint IS NULL OR answered_at < $3::bigint OR answered_at = $3::bigint AND id > $4::text
  ORDER BY answered_at DESC, id LIMIT $2::bigint`)
const addRequest = `
  INSERT INTO crm_procedure.person_requests (dealership, id, received_at, revision, content) VALUES ($1, $2, $3, $4, $5::text::json)
  ON CONFLICT DO NOTHING RETURNING id`
const changeRequest = `
  UPDATE crm_procedure.person_requests SET received_at = $3, revision = $4, content = $5::text::json
  WHERE dealership = $1 AND id = $2 AND revision = $4::int - 1 RETURNING id`

interface Row {
  readonly content: PersonRequest
}

const contentsOf = (rows: ReadonlyArray<Row>): ReadonlyArray<PersonRequest> => rows.map(({ content }) => content)

const flag = (value: boolean | undefined) => Parameter.bigint(value === undefined ? undefined : Number(value))

export const make = (database: Database) => ({
  put: (dealership: string, request: PersonRequest) =>
    database.change(dealership, Effect.map(
      database.write(dealership, request.revision === 1 ? addRequest : changeRequest, [request.id, Parameter.bigint(request.receivedAt), request.revision, Parameter.json(request)]),
      (rows) => rows.length > 0
    )),
  find: (dealership: string, { id, isAnswered, isIdentified }: RequestQuery = {}) =>
    Effect.map(database.read<Row>(dealership, requestsOf, [Parameter.texts(id === undefined ? undefined : [id]), flag(isAnswered), flag(isIdentified)]), contentsOf),
  answered: (dealership: string, limit: number, behind?: AnsweredPlace) =>
    Effect.map(database.read<Row>(dealership, answeredRequests, [Parameter.bigint(limit), Parameter.bigint(behind?.answeredAt), Parameter.text(behind?.id)]), contentsOf)
})
