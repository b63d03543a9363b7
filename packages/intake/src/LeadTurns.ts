/** Which advisor takes a lead that names none. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Directory from "@crm-procedure/core/records/Directory"
import type { Fault } from "@crm-procedure/core/records/Field"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import { createHash } from "node:crypto"
import type { AdfSettings } from "./AdfSettings.ts"

/**
 * The advisor who takes a lead. Every reading gives the same advisor, and the branch's advisors who sell the brand get equally many
 * leads.
 */
const turnOf = (directory: Directory.Directory, { branchId, brandId, prospectId }: Prospect, day: Calendar.LocalDay): string | undefined => {
  const line = directory.brands.find((brand) => brand.brandId === brandId)?.line ?? "cars"
  const sells = (employee: Directory.Employee): boolean =>
    employee.role === "advisor" && employee.branchId === branchId && Directory.isActiveOn(employee, day) &&
    (employee.brandIds === undefined ? employee.line === undefined || employee.line === line : employee.brandIds.includes(brandId))
  const advisors = [...new Set(directory.employees.filter(sells).map(({ employeeId }) => employeeId))].sort()
  if (advisors.length === 0) return undefined
  return advisors[createHash("sha256").update(prospectId).digest().readUInt32BE(0) % advisors.length]
}

/** The advisor of a lead: the one of the settings, else the branch's advisors take turns; undefined where the branch has none for the brand. */
export const advisorOf = (
  directory: Directory.Directory,
  { defaultAdvisorId }: Pick<AdfSettings, "defaultAdvisorId">,
  lead: Prospect,
  zone: Calendar.Zone
): string | undefined => defaultAdvisorId ?? turnOf(directory, lead, Calendar.localDayOf(zone, lead.createdAt))

/** No advisor of the branch sells the brand. */
export const withoutAdvisor: Fault = {
  column: "advisor_id",
  found: "",
  expected: { es: "un asesor activo de la sede que venda la marca", en: "an active advisor of the branch who sells the brand" }
}
