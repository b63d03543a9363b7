/**
 * The HTTP contract of the procedure: one `HttpApi`, from which the OpenAPI document, the handlers and the typed client come.
 *
 * @see docs/decisions/0013-http-contract.md
 */
import * as HttpApi from "effect/http-api/HttpApi"
import * as OpenApi from "effect/http-api/OpenApi"
import { AppealEndpoints } from "./appeals/AppealEndpoints.ts"
import { FormEndpoints } from "./forms/FormEndpoints.ts"
import { Gate } from "./access/Gate.ts"
import { GoalEndpoints } from "./goals/GoalEndpoints.ts"
import { HistoryEndpoints } from "./history/HistoryEndpoints.ts"
import { ImportEndpoints } from "./imports/ImportEndpoints.ts"
import { KeyEndpoints } from "./keys/KeyEndpoints.ts"
import { MappingEndpoints } from "./imports/MappingEndpoints.ts"
import { DeliveryEndpoints, InboxEndpoints } from "./inbox/InboxEndpoints.ts"
import { LeadEndpoints } from "./leads/LeadEndpoints.ts"
import { MessageEndpoints } from "./messages/MessageEndpoints.ts"
import { PeopleEndpoints } from "./people/PeopleEndpoints.ts"
import { PeriodEndpoints } from "./periods/PeriodEndpoints.ts"
import { PolicyEndpoints } from "./policies/PolicyEndpoints.ts"
import { ProcedureEndpoints } from "./procedure/ProcedureEndpoints.ts"
import { RecordEndpoints } from "./records/RecordEndpoints.ts"
import { ScorecardEndpoints } from "./scorecards/ScorecardEndpoints.ts"
import { SearchEndpoints } from "./search/SearchEndpoints.ts"
import { SystemEndpoints } from "./system/SystemEndpoints.ts"
import { TodayEndpoints } from "./today/TodayEndpoints.ts"
import { ChangeEndpoints } from "./changes/ChangeEndpoints.ts"
import { TrendEndpoints } from "./trend/TrendEndpoints.ts"
import { UserEndpoints } from "./users/UserEndpoints.ts"
import { ValidationEndpoints } from "./validations/ValidationEndpoints.ts"
import { VerificationEndpoints } from "./verifications/VerificationEndpoints.ts"
import { WebhookEndpoints } from "./webhooks/WebhookEndpoints.ts"

/** Everything under `/v1`, which needs a key, and the state of the server, which needs none. */
export class Api extends HttpApi.make("crm-procedure")
  .add(ProcedureEndpoints)
  .add(ValidationEndpoints)
  .add(RecordEndpoints)
  .add(HistoryEndpoints)
  .add(ImportEndpoints)
  .add(MappingEndpoints)
  .add(InboxEndpoints)
  .add(GoalEndpoints)
  .add(ScorecardEndpoints)
  .add(PolicyEndpoints)
  .add(LeadEndpoints)
  .add(TodayEndpoints)
  .add(TrendEndpoints)
  .add(ChangeEndpoints)
  .add(SearchEndpoints)
  .add(VerificationEndpoints)
  .add(AppealEndpoints)
  .add(FormEndpoints)
  .add(PeriodEndpoints)
  .add(PeopleEndpoints)
  .add(WebhookEndpoints)
  .add(UserEndpoints)
  .add(KeyEndpoints)
  .add(MessageEndpoints)
  .middleware(Gate)
  .add(DeliveryEndpoints)
  .add(SystemEndpoints)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotateMerge(OpenApi.annotations({
    title: "crm-procedure",
    version: "1",
    description: "The procedure GC-PRO-05 of a vehicle and motorcycle dealership: which prospects and activities count, and why the others don't; indicators and semaphores; " +
      "verification calls; neglected leads; forms; the close of a period.",
    license: { name: "MIT", url: "https://opensource.org/license/mit" }
  }))
{}
