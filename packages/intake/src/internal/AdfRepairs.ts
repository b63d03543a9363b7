/** The faults of an ADF document that are understood and repaired. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"

export const texts = {
  "prolog-malformed": { es: "se ignoró un prólogo mal formado", en: "a malformed prolog was ignored" },
  "prolog-misplaced": { es: "el prólogo no estaba al principio", en: "the prolog was not at the beginning" },
  "doctype-ignored": { es: "se ignoró la declaración DOCTYPE, sin expandir entidades", en: "the DOCTYPE was ignored, no entity expanded" },
  "root-missing": { es: "faltaba el elemento adf", en: "the element adf was missing" },
  "namespace-prefix": { es: "los elementos llevaban el prefijo de un espacio de nombres", en: "the elements had the prefix of a namespace" },
  "entity-left": { es: "una entidad desconocida quedó como texto", en: "an unknown entity was left as text" },
  "ampersand-bare": { es: "un & suelto se leyó como texto", en: "a bare & was read as text" },
  "phone-type": { es: "un tipo de teléfono que ADF no conoce se leyó por su sentido", en: "a phone type unknown to ADF was read by its meaning" },
  "name-part": { es: "una parte del nombre que ADF no conoce se conservó", en: "a name part unknown to ADF was kept" },
  "vendor-outside": { es: "el vendedor (vendor) estaba fuera del prospecto", en: "the vendor was outside the prospect" },
  "vendor-missing": { es: "faltaba el vendedor (vendor)", en: "the vendor was missing" },
  "vendor-without-contact": { es: "el vendedor (vendor) no tenía contacto", en: "the vendor had no contact" },
  "provider-missing": { es: "faltaba el proveedor (provider)", en: "the provider was missing" },
  "customer-missing": { es: "faltaba el cliente (customer) o su contacto", en: "the customer or its contact was missing" },
  "requestdate-missing": { es: "faltaba requestdate; se usó el momento de recepción", en: "requestdate was missing; the time of receipt was used" },
  "requestdate-rewritten": { es: "requestdate se ajustó a ISO 8601", en: "requestdate was brought to ISO 8601" },
  "requestdate-from-mail": { es: "faltaba requestdate; se usó la fecha del correo", en: "requestdate was missing; the mail's date was used" },
  "encoding-windows-1252": { es: "el documento estaba en Windows-1252 y no lo decía", en: "the document was in Windows-1252 and did not say so" },
  "mojibake": { es: "un texto en UTF-8 se había leído como Windows-1252", en: "a text in UTF-8 had been read as Windows-1252" },
  "mail-opened": { es: "el documento venía dentro de un correo codificado", en: "the document came inside an encoded mail" },
  "html-escaped": { es: "el documento venía escrito como texto dentro de una página HTML", en: "the document came as text inside an HTML page" },
  "entity-html": { es: "una entidad de HTML, que XML no conoce, se leyó como su letra", en: "an HTML entity, which XML does not know, was read as its character" },
  "phone-element": { es: "el teléfono estaba en un elemento que ADF no conoce", en: "the phone was in an element unknown to ADF" },
  "name-nested": { es: "las partes del nombre estaban en elementos propios", en: "the parts of the name were in elements of their own" },
  "id-missing": { es: "faltaba id; se usó el que dio quien recibe", en: "the id was missing; the receiver's was used" }
} as const satisfies Readonly<Record<string, Bilingual>>

/** The code of a repair. */
export type Code = keyof typeof texts
