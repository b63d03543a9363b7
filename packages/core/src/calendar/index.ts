/**
 * Time: instants, local days, periods, zones, Colombian holidays and business hours.
 */
export * as BusinessHours from "./BusinessHours.ts"
export * as Calendar from "./Calendar.ts"
export * as Holidays from "./Holidays.ts"
export * as MonthName from "./MonthName.ts"
