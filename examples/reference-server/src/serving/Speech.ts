/** What the server's commands say on a terminal when they fail. */
import type { Language } from "@crm-procedure/command-line/Language"
import * as Program from "@crm-procedure/command-line/Program"

/** What is said of a failure, and its exit status: 2 where what is given can't be used, 1 for an unexpected error. */
export const failure = (error: unknown, language: Language): Program.Failure =>
  Program.failureOf(error, language, { es: "El servidor no pudo seguir", en: "The server could not go on" })
