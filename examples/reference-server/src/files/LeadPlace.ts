/** What is not known of a lead yet, and what keeps the advisor of a lead that is sent again. */
import type { Prospect } from "@crm-procedure/core/records/Prospect"

/** Stands for what is not known of a lead yet. */
export const UNKNOWN = "-"

/** A lead that is sent again stays with the advisor who has it. */
export const handedTo = (lead: Prospect, known: Prospect): Prospect => ({
  ...lead,
  advisorId: known.advisorId,
  branchId: known.branchId,
  assignedAt: known.assignedAt,
  stage: known.stage,
  stageAt: known.stageAt
})
