/** The months' names as people write and read them, January first. */

export const spanish = [
  "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"
] as const
