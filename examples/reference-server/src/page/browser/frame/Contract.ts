/** What the API answers, as the contract says it. The page shows these numbers and computes none. */
import type * as AppealEndpoints from "@crm-procedure/http-api/appeals/AppealEndpoints"
import type * as HistoryEndpoints from "@crm-procedure/http-api/history/HistoryEndpoints"
import type * as ChangeEndpoints from "@crm-procedure/http-api/changes/ChangeEndpoints"
import type * as GoalEndpoints from "@crm-procedure/http-api/goals/GoalEndpoints"
import type * as PeopleEndpoints from "@crm-procedure/http-api/people/PeopleEndpoints"
import type * as ImportEndpoints from "@crm-procedure/http-api/imports/ImportEndpoints"
import type * as InboxEndpoints from "@crm-procedure/http-api/inbox/InboxEndpoints"
import type * as MappingEndpoints from "@crm-procedure/http-api/imports/MappingEndpoints"
import type * as Judged from "@crm-procedure/http-api/validations/Judged"
import type * as KeyEndpoints from "@crm-procedure/http-api/keys/KeyEndpoints"
import type * as LeadEndpoints from "@crm-procedure/http-api/leads/LeadEndpoints"
import type * as MessageEndpoints from "@crm-procedure/http-api/messages/MessageEndpoints"
import type * as PeriodEndpoints from "@crm-procedure/http-api/periods/PeriodEndpoints"
import type * as PolicyEndpoints from "@crm-procedure/http-api/policies/PolicyEndpoints"
import type * as ProcedureEndpoints from "@crm-procedure/http-api/procedure/ProcedureEndpoints"
import type * as ScorecardEndpoints from "@crm-procedure/http-api/scorecards/ScorecardEndpoints"
import type * as Shape from "@crm-procedure/http-api/Shape"
import type * as UserEndpoints from "@crm-procedure/http-api/users/UserEndpoints"
import type * as SearchEndpoints from "@crm-procedure/http-api/search/SearchEndpoints"
import type * as TodayEndpoints from "@crm-procedure/http-api/today/TodayEndpoints"
import type * as Templates from "@crm-procedure/intake/Template"
import type * as TrendEndpoints from "@crm-procedure/http-api/trend/TrendEndpoints"
import type * as VerificationEndpoints from "@crm-procedure/http-api/verifications/VerificationEndpoints"

export type Me = typeof ProcedureEndpoints.Me.Type
export type Procedure = typeof ProcedureEndpoints.ProcedureInForce.Type
export type Rule = typeof ProcedureEndpoints.Rule.Type
export type Directory = typeof Shape.DirectoryView.Type
export type Role = typeof Shape.Role.Type
export type Color = typeof Shape.Color.Type
export type Verdict = typeof Shape.Verdict.Type
export type SubjectType = typeof Shape.SubjectType.Type
export type CallOutcome = typeof Shape.CallOutcome.Type
export type Scorecard = typeof ScorecardEndpoints.Scorecard.Type
export type Group = typeof ScorecardEndpoints.Group.Type
export type IndicatorLine = typeof ScorecardEndpoints.IndicatorLine.Type
export type Comparison = typeof ScorecardEndpoints.Comparison.Type
export type EditionSummary = typeof PolicyEndpoints.EditionSummary.Type
export type Edition = typeof PolicyEndpoints.Edition.Type
export type Editions = typeof PolicyEndpoints.Editions.Type
export type EditionDrafted = typeof PolicyEndpoints.EditionDrafted.Type
export type OtherPolicy = typeof ScorecardEndpoints.OtherPolicy.Type
export type ComplianceReport = typeof LeadEndpoints.ComplianceReport.Type
export type Compliance = NonNullable<ComplianceReport["company"]>
export type Assigned = typeof LeadEndpoints.Assigned.Type
export type Lead = typeof LeadEndpoints.Lead.Type
export type StoredProspect = Judged.StoredProspect
export type StoredActivity = Judged.StoredActivity
export type ListedProspect = Judged.ListedProspect
export type ListedActivity = Judged.ListedActivity
export type ListCounts = typeof Judged.ListCounts.Type
export type LeadCounts = typeof LeadEndpoints.LeadCounts.Type
export type Goals = typeof GoalEndpoints.ReadGoals.Type
export type PersonFound = typeof PeopleEndpoints.PersonFound.Type
export type PersonRequest = typeof PeopleEndpoints.PersonRequest.Type
export type PersonErased = typeof PeopleEndpoints.PersonErased.Type
export type StoredVerdict = Judged.StoredVerdict
export type Attempts = typeof VerificationEndpoints.Attempts.Type
export type Today = typeof TodayEndpoints.Today.Type
export type TodayTask = typeof TodayEndpoints.TodayTask.Type
export type TodayItem = typeof TodayEndpoints.TodayItem.Type
export type TodayTarget = typeof TodayEndpoints.Target.Type
export type Changes = typeof ChangeEndpoints.Changes.Type
export type ChangedRecord = typeof ChangeEndpoints.ChangedRecord.Type
export type ChangedColor = typeof ChangeEndpoints.ChangedColor.Type
export type Trend = typeof TrendEndpoints.Trend.Type
export type TrendPoint = typeof TrendEndpoints.TrendPoint.Type
export type SearchResult = typeof SearchEndpoints.Found.Type
export type Reason = typeof Judged.Reason.Type
export type Waived = typeof Judged.Waived.Type
export type Appeal = typeof AppealEndpoints.Appeal.Type
export type Call = typeof VerificationEndpoints.Call.Type
export type NextCall = typeof VerificationEndpoints.NextCall.Type
export type RecordPast = typeof HistoryEndpoints.History.Type
export type AuditItem = typeof HistoryEndpoints.AuditItem.Type
export type AuditAuthor = typeof HistoryEndpoints.Author.Type
export type AuditChange = typeof HistoryEndpoints.Change.Type
export type ReaderScope = typeof Shape.Scope.Type
export type ReopeningRequests = typeof VerificationEndpoints.ReopeningRequests.Type
export type AttemptRecorded = typeof VerificationEndpoints.AttemptRecorded.Type
export type Sample = typeof VerificationEndpoints.Sample.Type
export type VerificationResults = typeof VerificationEndpoints.VerificationResults.Type
export type ImportKind = typeof ImportEndpoints.ImportKind.Type
export type ImportTarget = typeof ImportEndpoints.ImportTarget.Type
export type ImportReport = typeof ImportEndpoints.ImportReport.Type
export type Template = Templates.Template
export type ImportPreview = ImportEndpoints.ImportPreview
export type ImportEntry = ImportEndpoints.ImportEntry
export type UndoneImport = ImportEndpoints.Undone
export type KeptMappings = typeof MappingEndpoints.Mappings.Type
export type WaitingLead = typeof InboxEndpoints.WaitingLead.Type
export type InboxToken = typeof InboxEndpoints.InboxToken.Type
export type InboxTokenMade = typeof InboxEndpoints.InboxTokenMade.Type
export type ClosedPeriod = typeof PeriodEndpoints.ClosedPeriod.Type
export type Chain = typeof PeriodEndpoints.Chain.Type
export type Snapshot = typeof PeriodEndpoints.Snapshot.Type
export type Amendment = typeof PeriodEndpoints.Amendment.Type
export type ClosingPreview = typeof PeriodEndpoints.ClosingPreview.Type

export type User = typeof UserEndpoints.UserView.Type
export type InvitationMade = typeof UserEndpoints.InvitationMade.Type
export type Messages = typeof MessageEndpoints.Messages.Type
export type MessagePreview = typeof MessageEndpoints.MessagePreview.Type
export type OpenSession = typeof UserEndpoints.SessionView.Type
export type AccessKey = typeof KeyEndpoints.KeyView.Type
export type AccessKeyMade = typeof KeyEndpoints.KeyMade.Type

/** A list, a page at a time. */
export interface Listed<Item> {
  readonly items: ReadonlyArray<Item>
  readonly nextCursor: string | null
}

/** A page of records with the counts of the filters. */
export interface ListedRecords<Item> extends Listed<Item> {
  readonly total: number
  readonly counts: ListCounts
}

/** A page of leads; the first one has the counts of the colours. */
export interface ListedLeads extends Listed<Lead> {
  readonly scope: ReaderScope
  readonly counts?: LeadCounts
}

/** Whose session it is. */
export interface Session {
  readonly dealership: string
  readonly role: Role
  readonly employeeId?: string
  /** Absent where it began with a key. */
  readonly user?: { readonly id: string; readonly name: string; readonly email: string; readonly secondFactor: boolean; readonly hasPassword: boolean }
  /** Whether the records are invented. */
  readonly demonstration: boolean
  /** Whether the example is looked at, beside the dealership's own records. */
  readonly example?: boolean
  /** The month that a demonstration or the example shows. */
  readonly period?: string
}
