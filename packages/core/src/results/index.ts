/**
 * From verdicts to numbers and colours: counts, indicators, semaphores, scorecards, leads and the compliance report.
 */
export * as ComplianceReport from "./ComplianceReport.ts"
export * as ControlFindings from "./ControlFindings.ts"
export * as Counts from "./Counts.ts"
export * as Indicator from "./Indicator.ts"
export * as Lead from "./Lead.ts"
export * as LeadSource from "./LeadSource.ts"
export * as MonthResults from "./MonthResults.ts"
export * as Scorecard from "./Scorecard.ts"
export * as Semaphore from "./Semaphore.ts"
export * as VerificationResult from "./VerificationResult.ts"
export * as WhatIf from "./WhatIf.ts"
