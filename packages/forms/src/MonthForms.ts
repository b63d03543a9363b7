/**
 * The forms of a judged month: what core counted, laid out for the renderers. The month report and the server both print
 * forms from here, so they show the same numbers.
 */
export type { ControlledMonth } from "./controls/ControlsData.ts"
export type { FollowedMonth, FormMonth } from "./month/FormMonth.ts"
export { activityValidity } from "./gc-for-05/ActivityValidityData.ts"
export { prospectValidity } from "./gc-for-06/ProspectValidityData.ts"
export { followUpSemaphore } from "./gc-for-21/FollowUpSemaphoreData.ts"
export { complianceReport } from "./compliance/ComplianceData.ts"
export { controlsReport } from "./controls/ControlsData.ts"
