/**
 * The service of one dealership: registering, asking, calling, escalating, closing, and the rights of people over their
 * data.
 */
export * as Appeals from "./Appeals.ts"
export * as AuditedStore from "./AuditedStore.ts"
export * as CrmProcedure from "./CrmProcedure.ts"
export * as Escalation from "./Escalation.ts"
export * as IntakeStore from "./IntakeStore.ts"
export * as History from "./History.ts"
export * as Message from "./Message.ts"
export * as PersonalData from "./PersonalData.ts"
export * as PromiseCrm from "./PromiseCrm.ts"
export * as Search from "./Search.ts"
export * as ServiceStore from "./ServiceStore.ts"
export * as Subscription from "./Subscription.ts"
export * as Today from "./Today.ts"
export * as Trend from "./Trend.ts"
export * as User from "./User.ts"
export * as VerificationAttempt from "./VerificationAttempt.ts"
export * as VerificationCorrection from "./VerificationCorrection.ts"
export * as VerificationQueue from "./VerificationQueue.ts"
export * as VerificationSample from "./VerificationSample.ts"
export * as Withdrawal from "./Withdrawal.ts"
