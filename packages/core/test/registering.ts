/** Registers records by the default policy without the service around them. */
import type { Activity } from "@crm-procedure/core/Activity"
import type { Instant } from "@crm-procedure/core/Calendar"
import * as Policy from "@crm-procedure/core/Policy"
import type { Prospect } from "@crm-procedure/core/Prospect"
import * as Register from "@crm-procedure/core/Register"

const register = (dealership: string): Register.Register => ({ dealership, policyOf: () => Policy.gcPro05 })

export const putProspects = (dealership: string, prospects: ReadonlyArray<Prospect>, receivedAt: Instant) =>
  Register.put(register(dealership), { prospects }, receivedAt)

export const putActivities = (dealership: string, activities: ReadonlyArray<Activity>, receivedAt: Instant) =>
  Register.put(register(dealership), { activities }, receivedAt)
