/** How letters write figures, colours, instants and names, in the language of the person who gets them. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Semaphore from "@crm-procedure/core/results/Semaphore"
import type * as User from "@crm-procedure/core/service/User"

export type Language = User.User["language"]

/** A text in both languages, as Spanish and English. */
type Both = readonly [es: string, en: string]

/** The words of a letter in one language. */
export const inLanguage = (language: Language) => (es: string, en: string): string => language === "es" ? es : en

const colorWords: Readonly<Record<Semaphore.Color, Both>> = {
  green: ["en verde", "green"],
  yellow: ["en amarillo", "yellow"],
  red: ["en rojo", "red"],
  none: ["sin meta", "without a goal"]
}

/** `en rojo` */
export const colorText = (language: Language, color: Semaphore.Color): string => inLanguage(language)(...colorWords[color])

/** One decimal: `52,0` */
export const decimalText = (language: Language, number: number): string => language === "es" ? number.toFixed(1).replace(".", ",") : number.toFixed(1)

/** `52,0 %`; what to say where there is no percentage. */
export const percentText = (language: Language, percent: number | null): string =>
  percent === null ? inLanguage(language)("sin porcentaje", "no percentage") : `${decimalText(language, percent)}${language === "es" ? " " : ""}%`

/** `1 lead`, `2 leads` */
export const countText = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** `2024-03-20 17:30` */
export const minuteText = (zone: Calendar.Zone, instant: Calendar.Instant): string => Calendar.formatToSecond(zone, instant).slice(0, 16).replace("T", " ")

/** The employee's name by the directory, else the id. */
export const employeeName = ({ employees }: Pick<Directory.Directory, "employees">, id: string): string => employees.find(({ employeeId }) => employeeId === id)?.name ?? id

/** The branch's name by the directory, else the id. */
export const branchName = ({ branches }: Pick<Directory.Directory, "branches">, id: string): string => branches.find(({ branchId }) => branchId === id)?.name ?? id
