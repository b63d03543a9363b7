/**
 * Records kept with their verdicts: the storage port, what is stored beside each record, and how one write keeps all
 * verdicts right.
 */
export * as AuditEntry from "./AuditEntry.ts"
export * as AuditTrail from "./AuditTrail.ts"
export * as ControlRecords from "./ControlRecords.ts"
export * as ControlUpkeep from "./ControlUpkeep.ts"
export * as IdentityChange from "./IdentityChange.ts"
export * as IncomingRecords from "./IncomingRecords.ts"
export * as OrderedValidation from "./OrderedValidation.ts"
export * as RecordRemoval from "./RecordRemoval.ts"
export * as Records from "./Records.ts"
export * as RecordVersion from "./RecordVersion.ts"
export * as Recount from "./Recount.ts"
export * as Registered from "./Registered.ts"
export * as StoredCounts from "./StoredCounts.ts"
export * as StoredFollowUp from "./StoredFollowUp.ts"
export * as StoredLead from "./StoredLead.ts"
export * as StoredMonth from "./StoredMonth.ts"
export * as StoredVerdict from "./StoredVerdict.ts"
export * as StoredVerification from "./StoredVerification.ts"
export * as Validation from "./Validation.ts"
export * as VerdictUpkeep from "./VerdictUpkeep.ts"
