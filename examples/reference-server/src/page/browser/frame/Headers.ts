/** What every request of the page says of itself. */
export const headers = { "accept-language": "es-CO, es", "x-crm-procedure": "page" } as const
