/** A text in the two languages of the product: Spanish (es-CO) first, English second. */
export interface Bilingual {
  readonly es: string
  readonly en: string
}
