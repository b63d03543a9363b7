/** A text in the two languages of the product: Spanish (es-CO) first, English second. */
export interface Bilingual {
  readonly es: string
  readonly en: string
}

/** The expectation that a value is one of some texts. */
export const oneOf = (values: ReadonlyArray<string>): Bilingual => ({ es: `uno de: ${values.join(", ")}`, en: `one of: ${values.join(", ")}` })

/** The expectation that a key of an object is one of some keys. */
export const oneOfKeys = (keys: ReadonlyArray<string>): Bilingual =>
  ({ es: `una de estas claves: ${keys.join(", ")}`, en: `one of these keys: ${keys.join(", ")}` })

/** The expectation of an object. */
export const anObject: Bilingual = { es: "un objeto", en: "an object" }
