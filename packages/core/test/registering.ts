/** Registers records by the default policy without the service around them. */
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"

const register = (dealership: string): VerdictUpkeep.VerdictUpkeep => ({ dealership, policyOf: () => Policy.gcPro05 })

export const putProspects = (dealership: string, prospects: ReadonlyArray<Prospect>, receivedAt: Instant) =>
  VerdictUpkeep.put(register(dealership), { prospects }, receivedAt)

export const putActivities = (dealership: string, activities: ReadonlyArray<Activity>, receivedAt: Instant) =>
  VerdictUpkeep.put(register(dealership), { activities }, receivedAt)
