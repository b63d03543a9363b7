/** A lead as this brand's CRM holds it, and as the dealership's contract takes it. */
import type * as Shape from "@crm-procedure/http-api/Shape"

/** What the brand's CRM knows of a lead. */
export interface BrandLead {
  readonly number: number
  readonly name: string
  readonly mobile: string
  readonly model: string
  /** When the customer agreed to be called, as the brand's form wrote it down. */
  readonly agreedAt: string
}

/** Where the brand's leads go: the dealership's own ids, agreed upon beforehand. */
export interface Place {
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
}

/** The id of a lead in the contract: made of the brand's number, so that sending the lead again means the same record. */
export const idOf = ({ number }: Pick<BrandLead, "number">): string => `BRAND-${number}`

/** The lead as a prospect of the contract. What the brand does not know stays out. */
export const toProspect = (lead: BrandLead, place: Place): typeof Shape.Prospect.Type => ({
  prospectId: idOf(lead),
  createdAt: lead.agreedAt,
  ...place,
  fullName: lead.name,
  phone: lead.mobile,
  source: "brand-crm",
  interest: lead.model,
  consentAt: lead.agreedAt
})

const names = ["Ana María Ñáñez Gil", "Luis Gómez Parra", "Rosa Díaz Mora", "Jorge Peña Ríos"]

/** A lead whose mobile was cut short when it was typed: it is judged, and does not count. */
export const isCutShort = (number: number): boolean => number % 10 === 9

/** A lead whose date is written in words: it cannot be read, so it cannot be judged. */
export const isMisdated = (number: number): boolean => number % 25 === 7

/** Invented leads by their numbers, made one at a time. */
export function* inventedLeads(from: number, count: number): Generator<BrandLead> {
  for (let number = from; number < from + count; number++) {
    yield {
      number,
      name: names[number % names.length]!,
      mobile: isCutShort(number) ? "300 12" : `30${number % 3} 4${String(number * 37 % 100_000).padStart(5, "0")}2`,
      model: "Motocicleta 160",
      agreedAt: isMisdated(number) ? "12 del 3 de 2024" : "2024-03-12T10:00:00-05:00"
    }
  }
}
