/** Requests of people about their own data. */
import type { PersonRequest } from "@crm-procedure/core/service/PersonRequest"
import * as Effect from "effect/Effect"
import { type Database, question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

const requestsOf = question((dealership) => `SELECT content FROM crm_procedure.person_requests WHERE dealership = ${dealership} ORDER BY received_at, id`)
const addRequest = `
  INSERT INTO crm_procedure.person_requests (dealership, id, received_at, revision, content) VALUES ($1, $2, $3, $4, $5::text::json)
  ON CONFLICT DO NOTHING RETURNING id`
const changeRequest = `
  UPDATE crm_procedure.person_requests SET received_at = $3, revision = $4, content = $5::text::json
  WHERE dealership = $1 AND id = $2 AND revision = $4::int - 1 RETURNING id`

export const make = (database: Database) => ({
  put: (dealership: string, request: PersonRequest) =>
    database.change(dealership, Effect.map(
      database.write(dealership, request.revision === 1 ? addRequest : changeRequest, [request.id, Parameter.bigint(request.receivedAt), request.revision, Parameter.json(request)]),
      (rows) => rows.length > 0
    )),
  all: (dealership: string) => Effect.map(database.read<{ readonly content: PersonRequest }>(dealership, requestsOf), (rows) => rows.map(({ content }) => content))
})
