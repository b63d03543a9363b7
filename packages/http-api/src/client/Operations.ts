/**
 * The operations of the contract as the typed client calls them. Made from `Api`: after a change of the contract, write it with
 * `npx pnpm@12 exec vitest run packages/http-api/test/Operations.test.ts -u`.
 */
export interface Operation {
  readonly group: string
  readonly name: string
  readonly method: "GET" | "PUT" | "POST" | "DELETE"
  readonly path: string
  /** Undefined: a value. `headers`: a value with headers. `stream`: bytes, whatever their media type. */
  readonly answers?: "headers" | "stream"
  /** The media type of a payload that is a stream. */
  readonly sends?: string
}

export const operations: ReadonlyArray<Operation> = [
  {"group":"procedure","name":"procedure","method":"GET","path":"/v1/procedure"},
  {"group":"procedure","name":"document","method":"GET","path":"/v1/procedure/document"},
  {"group":"procedure","name":"me","method":"GET","path":"/v1/me"},
  {"group":"procedure","name":"directory","method":"GET","path":"/v1/directory"},
  {"group":"validations","name":"prospects","method":"POST","path":"/v1/validations/prospects","sends":"application/x-ndjson"},
  {"group":"validations","name":"activities","method":"POST","path":"/v1/validations/activities","sends":"application/x-ndjson"},
  {"group":"records","name":"putProspect","method":"PUT","path":"/v1/prospects/:id","answers":"headers"},
  {"group":"records","name":"prospect","method":"GET","path":"/v1/prospects/:id","answers":"headers"},
  {"group":"records","name":"prospects","method":"GET","path":"/v1/prospects"},
  {"group":"records","name":"putActivity","method":"PUT","path":"/v1/activities/:id","answers":"headers"},
  {"group":"records","name":"activity","method":"GET","path":"/v1/activities/:id","answers":"headers"},
  {"group":"records","name":"activities","method":"GET","path":"/v1/activities"},
  {"group":"history","name":"prospect","method":"GET","path":"/v1/prospects/:id/history"},
  {"group":"history","name":"activity","method":"GET","path":"/v1/activities/:id/history"},
  {"group":"history","name":"audit","method":"GET","path":"/v1/audit"},
  {"group":"history","name":"auditFile","method":"GET","path":"/v1/audit/file","answers":"stream"},
  {"group":"imports","name":"import","method":"POST","path":"/v1/imports/:kind","sends":"text/csv"},
  {"group":"goals","name":"putGoals","method":"PUT","path":"/v1/goals/:period"},
  {"group":"goals","name":"goals","method":"GET","path":"/v1/goals/:period"},
  {"group":"scorecards","name":"scorecard","method":"GET","path":"/v1/scorecards/:period"},
  {"group":"scorecards","name":"compare","method":"POST","path":"/v1/what-if/:period"},
  {"group":"leads","name":"leads","method":"GET","path":"/v1/leads"},
  {"group":"leads","name":"assign","method":"PUT","path":"/v1/leads/:id/assignment"},
  {"group":"leads","name":"compliance","method":"GET","path":"/v1/compliance/:period"},
  {"group":"today","name":"today","method":"GET","path":"/v1/today"},
  {"group":"trend","name":"trend","method":"GET","path":"/v1/trend"},
  {"group":"search","name":"byId","method":"GET","path":"/v1/search"},
  {"group":"search","name":"search","method":"POST","path":"/v1/search"},
  {"group":"verifications","name":"sample","method":"POST","path":"/v1/verifications/:period/sample"},
  {"group":"verifications","name":"extension","method":"POST","path":"/v1/verifications/:period/sample/extension"},
  {"group":"verifications","name":"next","method":"POST","path":"/v1/verifications/next"},
  {"group":"verifications","name":"attempt","method":"POST","path":"/v1/verifications/:id/attempts"},
  {"group":"verifications","name":"reopen","method":"POST","path":"/v1/verifications/:id/reopening"},
  {"group":"verifications","name":"results","method":"GET","path":"/v1/verifications/:period/results"},
  {"group":"appeals","name":"appeals","method":"GET","path":"/v1/appeals"},
  {"group":"appeals","name":"raise","method":"POST","path":"/v1/appeals"},
  {"group":"appeals","name":"decide","method":"POST","path":"/v1/appeals/:id/decision"},
  {"group":"forms","name":"form","method":"GET","path":"/v1/forms/:form/:period","answers":"stream"},
  {"group":"periods","name":"close","method":"POST","path":"/v1/periods/:period/close"},
  {"group":"periods","name":"closing","method":"GET","path":"/v1/periods/:period/closing"},
  {"group":"periods","name":"reopen","method":"POST","path":"/v1/periods/:period/reopen"},
  {"group":"periods","name":"snapshot","method":"GET","path":"/v1/periods/:period/snapshot"},
  {"group":"periods","name":"amendment","method":"GET","path":"/v1/periods/:period/amendment"},
  {"group":"periods","name":"periods","method":"GET","path":"/v1/periods"},
  {"group":"people","name":"search","method":"POST","path":"/v1/people/search"},
  {"group":"people","name":"export","method":"POST","path":"/v1/people/export"},
  {"group":"people","name":"erasure","method":"POST","path":"/v1/people/erasure"},
  {"group":"webhooks","name":"subscribe","method":"POST","path":"/v1/webhooks"},
  {"group":"webhooks","name":"subscriptions","method":"GET","path":"/v1/webhooks"},
  {"group":"webhooks","name":"subscription","method":"GET","path":"/v1/webhooks/:id"},
  {"group":"webhooks","name":"unsubscribe","method":"DELETE","path":"/v1/webhooks/:id"},
  {"group":"webhooks","name":"deliveries","method":"GET","path":"/v1/webhooks/:id/deliveries"},
  {"group":"webhooks","name":"redeliver","method":"POST","path":"/v1/webhooks/:id/deliveries/:position/retry"},
  {"group":"users","name":"users","method":"GET","path":"/v1/users"},
  {"group":"users","name":"add","method":"POST","path":"/v1/users"},
  {"group":"users","name":"change","method":"PUT","path":"/v1/users/:id"},
  {"group":"users","name":"remove","method":"DELETE","path":"/v1/users/:id"},
  {"group":"users","name":"invite","method":"POST","path":"/v1/users/:id/invitation"},
  {"group":"users","name":"sessions","method":"GET","path":"/v1/sessions"},
  {"group":"users","name":"endSession","method":"DELETE","path":"/v1/sessions/:id"},
  {"group":"keys","name":"keys","method":"GET","path":"/v1/keys"},
  {"group":"keys","name":"make","method":"POST","path":"/v1/keys"},
  {"group":"keys","name":"rotate","method":"POST","path":"/v1/keys/:id/rotation"},
  {"group":"keys","name":"revoke","method":"DELETE","path":"/v1/keys/:id"},
  {"group":"system","name":"health","method":"GET","path":"/health"},
  {"group":"system","name":"ready","method":"GET","path":"/ready"},
  {"group":"system","name":"metrics","method":"GET","path":"/metrics"}
]
