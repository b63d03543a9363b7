/**
 * The procedure as typed data, the rules with their messages, the parameters with their provenance, and the policy that a
 * period is judged by.
 */
export * as GcPro05 from "./GcPro05.ts"
export * as Parameter from "./Parameter.ts"
export * as ParameterMeaning from "./ParameterMeaning.ts"
export * as Policy from "./Policy.ts"
export * as PolicyDocument from "./PolicyDocument.ts"
export * as PolicyEdition from "./PolicyEdition.ts"
export * as Procedure from "./Procedure.ts"
export * as ProcedureDocument from "./ProcedureDocument.ts"
export * as Rule from "./Rule.ts"
export * as RuleMessages from "./RuleMessages.ts"
export * as Thresholds from "./Thresholds.ts"
