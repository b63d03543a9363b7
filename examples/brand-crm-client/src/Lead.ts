/** A lead as this brand's CRM holds it, and as the dealership's contract takes it. */
import type * as Shape from "@crm-procedure/http-api/Shape"

/** What the brand's CRM knows of a lead. */
export interface BrandLead {
  readonly number: number
  readonly name: string
  readonly mobile: string
  readonly model: string
  readonly agreedAt: string
}

/** Where the brand's leads go: the dealership's own ids. */
export interface Place {
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
}

/** The lead as a prospect of the contract; the brand's number makes its id, so that sending it again is the same record. */
export const toProspect = (lead: BrandLead, place: Place): typeof Shape.Prospect.Type => ({
  prospectId: `BRAND-${lead.number}`,
  createdAt: lead.agreedAt,
  ...place,
  fullName: lead.name,
  phone: lead.mobile,
  source: "brand-crm",
  interest: lead.model,
  consentAt: lead.agreedAt
})

const names = ["Ana María Ñáñez Gil", "Luis Gómez Parra", "Rosa Díaz Mora", "Jorge Peña Ríos"]

/** Invented leads; every tenth has a mobile that nobody has. */
export function* inventedLeads(from: number, count: number): Generator<BrandLead> {
  for (let number = from; number < from + count; number++) {
    yield {
      number,
      name: names[number % names.length]!,
      mobile: number % 10 === 9 ? "300 12" : `30${number % 3}${String(4_000_000 + number * 37 % 5_000_000)}`,
      model: "Motocicleta 160",
      agreedAt: "2024-03-12T10:00:00-05:00"
    }
  }
}
