/** Time as a dealership lives it. (Contract of the module; being written.) */
export type Instant = number
export type LocalDay = number
export type Period = string
export interface Zone { readonly name: string }
export declare const parseInstant: (text: string, zone: Zone) => Instant | undefined
export declare const parseDay: (text: string) => LocalDay | undefined
export declare const parsePeriod: (text: string) => Period | undefined
