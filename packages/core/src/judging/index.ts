/**
 * From records to verdicts: the rules, the evidence, the verification sample and its conclusions. `columns/` holds the
 * columnar books and is private.
 */
export * as ActivityRules from "./ActivityRules.ts"
export * as ErasedRecord from "./ErasedRecord.ts"
export * as JudgedMonth from "./JudgedMonth.ts"
export * as JudgingContext from "./JudgingContext.ts"
export * as MonthBuilder from "./MonthBuilder.ts"
export * as PhoneLog from "./PhoneLog.ts"
export * as ProspectRules from "./ProspectRules.ts"
export * as Verdict from "./Verdict.ts"
export * as Verification from "./Verification.ts"
export * as Waivers from "./Waivers.ts"
