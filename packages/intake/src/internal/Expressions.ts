/** The expressions and conditions of a mapping, compiled once for the columns of a file. */
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import type { Condition, Expression, Strip } from "./Mapping.ts"
import * as DatePattern from "./DatePattern.ts"

/** A source row as the expressions see it. */
export interface Row {
  readonly line: number
  readonly cells: ReadonlyArray<string | undefined>
  /** Its number within its group, from 1. */
  readonly ordinal: number
  /** When the file came, as ISO 8601, where that is known. */
  readonly received: string | undefined
}

/** A text that does not fit its date patterns. `reading`: it may still be read as the cells of a table are. */
export class Misfit {
  readonly found: string
  readonly patterns: ReadonlyArray<string>
  readonly reading: string | undefined
  constructor(found: string, patterns: ReadonlyArray<string>, reading: string | undefined) {
    this.found = found
    this.patterns = patterns
    this.reading = reading
  }
}

export type Value = string | undefined | Misfit
export type Evaluate = (row: Row) => Value
export type Holds = (row: Row) => boolean

/** The place of a column, from 0; -1 for an optional column that is missing. */
export type PositionOf = (column: string | number, isOptional: boolean) => number

const origin = (one: Expression, positionOf: PositionOf): Evaluate => {
  if (one.constant !== undefined) return () => one.constant
  if (one.received === true) return (row) => row.received
  if (one.number !== undefined) return one.number === "line" ? (row) => String(row.line) : (row) => String(row.ordinal)
  if (one.column !== undefined) {
    const position = positionOf(one.column, one.optional === true)
    return (row) => row.cells[position]
  }
  if (one.firstOf !== undefined) {
    const choices = one.firstOf.map((choice) => compile(choice, positionOf))
    return (row) => {
      for (const choice of choices) {
        const value = choice(row)
        if (value !== undefined) return value
      }
      return undefined
    }
  }
  const parts = (one.concat ?? []).map((part) => compile(part, positionOf))
  return (row) => {
    const texts: Array<string> = []
    for (const part of parts) {
      const value = part(row)
      if (value instanceof Misfit) return value
      if (value !== undefined) texts.push(value)
    }
    return texts.length === 0 ? undefined : texts.join(one.separator ?? "")
  }
}

type Change = (text: string) => string

const listOf = (value: string | ReadonlyArray<string> | undefined): ReadonlyArray<string> => value === undefined ? [] : typeof value === "string" ? [value] : value

/** Takes a prefix, a suffix, or everything but digits away. */
const stripping = (strip: Strip): Change => {
  if (strip === "non-digits") return (text) => text.replace(/[^0-9]+/g, "")
  const prefixes = listOf(strip.prefix).map((text) => text.toLowerCase())
  const suffixes = listOf(strip.suffix).map((text) => text.toLowerCase())
  return (text) => {
    const lower = text.toLowerCase()
    const prefix = prefixes.find((one) => lower.startsWith(one))?.length ?? 0
    const suffix = suffixes.find((one) => lower.length - prefix >= one.length && lower.endsWith(one))?.length ?? 0
    return text.slice(prefix, text.length - suffix).trim()
  }
}

/** Takes the first part that is not blank. */
const splitting = (separators: string | ReadonlyArray<string>): Change => {
  const all = listOf(separators)
  return (text) => all.reduce((parts, separator) => parts.flatMap((part) => part.split(separator)), [text]).map((part) => part.trim()).find((part) => part !== "") ?? ""
}

/** The translation of a text: by its exact spelling, else without regard to case and accents. */
const translating = ({ otherwise, translate = {} }: Expression): Change => {
  const exact = new Map(Object.entries(translate))
  const alike = new Map(Object.entries(translate).reverse().map(([from, to]) => [SpanishWords.valueForm(from), to]))
  return (text) => exact.get(text) ?? alike.get(SpanishWords.valueForm(text)) ?? otherwise ?? text
}

/** A text that may be read without its pattern: an ISO date, and any date where the patterns begin with the day too. */
const readable = (patterns: ReadonlyArray<string>) => {
  const isDayFirst = patterns.every((pattern) => DatePattern.orderOf(pattern).startsWith("d"))
  return (text: string): string | undefined => isDayFirst || /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])/.test(text) ? text : undefined
}

/** Reads a date by the first pattern that it fits. */
const dating = (written: string | ReadonlyArray<string>): (text: string) => Value => {
  const patterns = listOf(written)
  const compiled = patterns.map((pattern) => DatePattern.compile(pattern))
  const readingOf = readable(patterns)
  return (text) => {
    for (const pattern of compiled) {
      const date = pattern?.(text)
      if (date !== undefined) return date
    }
    return new Misfit(text, patterns, readingOf(text))
  }
}

/** Compiles an expression; `positionOf` hears every column that it names. */
export const compile = (one: Expression, positionOf: PositionOf): Evaluate => {
  const take = origin(one, positionOf)
  const changes: Array<Change> = []
  if (one.strip !== undefined) changes.push(stripping(one.strip))
  if (one.split !== undefined) changes.push(splitting(one.split))
  const date = one.date === undefined ? undefined : dating(one.date)
  const translate = one.translate === undefined ? undefined : translating(one)
  return (row) => {
    let value = take(row)
    if (typeof value === "string") {
      for (const change of changes) value = change(value)
      if (date !== undefined && value !== "") value = date(value)
    }
    if (value instanceof Misfit) return value
    if (translate !== undefined && value !== undefined && value !== "") value = translate(value)
    value = value?.trim()
    return value === undefined || value === "" ? one.default : value
  }
}

const condition = (one: Condition, positionOf: PositionOf): Holds => {
  const value = one.value === undefined ? undefined : compile(one.value, positionOf)
  const among = one.in === undefined ? undefined : new Set(one.in)
  const notAmong = one.notIn === undefined ? undefined : new Set(one.notIn)
  return (row) => {
    if (one.row !== undefined && (one.row === "first") !== (row.ordinal === 1)) return false
    if (value === undefined) return true
    const read = value(row)
    // An empty cell is the empty text.
    const found = (read instanceof Misfit ? read.found : read) ?? ""
    return (one.present === undefined || one.present === (found !== "")) && (among === undefined || among.has(found)) && (notAmong === undefined || !notAmong.has(found))
  }
}

/** Compiles conditions that must all hold. */
export const conditions = (all: ReadonlyArray<Condition> | undefined, positionOf: PositionOf): Holds => {
  const compiled = (all ?? []).map((one) => condition(one, positionOf))
  return (row) => compiled.every((holds) => holds(row))
}
