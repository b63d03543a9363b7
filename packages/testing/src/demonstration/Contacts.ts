/**
 * Phones, documents and addresses that are well formed and distinct: a number decides each, and two numbers never give
 * the same one. E-mail domains are reserved ones (RFC 2606). Phones have no such reserve in Colombia: they are valid by
 * the numbering plan, made up, and not meant to be dialled.
 */
import type * as Draw from "./Draw.ts"
import * as Names from "./Names.ts"

const mobilePrefixes = [300, 301, 302, 303, 304, 305, 310, 311, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 322, 323, 350, 351]

/** Ten digits of a mobile; distinct for numbers up to 220 million. The step is prime to that size. */
const mobileDigits = (number: number): string => {
  const place = (number * 7919207 + 104729) % 220_000_000
  const prefix = mobilePrefixes[Math.floor(place / 10_000_000)] as number
  return `${prefix}${String(place % 10_000_000).padStart(7, "0")}`
}

/** A mobile as people type it: `310 456 7890`, `3104567890`, `+57 310 4567890`, `310-456-7890`. */
export const mobile = (number: number, style: number): string => {
  const digits = mobileDigits(number)
  switch (style % 8) {
    case 0:
    case 1:
      return `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`
    case 2:
      return `+57 ${digits.slice(0, 3)} ${digits.slice(3)}`
    case 3:
      return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`
    case 4:
      return `+57${digits}`
    default:
      return digits
  }
}

/** A landline of a numbering region: `(601) 745 3322`; distinct for numbers up to 7 million in a region. */
export const landline = (number: number, region: number): string => {
  const subscriber = String(2_000_000 + ((number * 4_400_237 + 31_337) % 7_000_000))
  return `(60${region}) ${subscriber.slice(0, 3)} ${subscriber.slice(3)}`
}

/** A cédula of eight digits (older people) or of ten (issued since 2003); distinct for numbers up to 80 million. */
export const cedula = (number: number, dotted: boolean): string => {
  const place = number * 7_654_321 + 12_345
  const value = number % 3 === 0 ? 11_000_000 + (place % 80_000_000) : 1_010_000_000 + (place % 120_000_000)
  return dotted ? dots(value) : String(value)
}

const dots = (value: number): string => {
  const digits = String(value)
  let text = digits.slice(-3)
  for (let end = digits.length - 3; end > 0; end -= 3) text = `${digits.slice(Math.max(0, end - 3), end)}.${text}`
  return text
}

const checkWeights = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43]

/** The check digit of a NIT (DIAN, Orden Administrativa 4 de 1989). */
export const checkDigit = (base: number): number => {
  let sum = 0
  let left = base
  for (const weight of checkWeights) {
    sum += (left % 10) * weight
    left = Math.floor(left / 10)
  }
  const rest = sum % 11
  return rest < 2 ? rest : 11 - rest
}

/** A firm's NIT with its check digit: `901.234.567-8`; `shift` from 1 to 9 makes the digit a wrong one. */
export const nit = (number: number, dotted: boolean, shift = 0): string => {
  const base = 800_100_000 + ((number * 7_654_321 + 777) % 101_000_000)
  const digit = (checkDigit(base) + shift) % 10
  return dotted ? `${dots(base)}-${digit}` : `${base}${digit}`
}

const domains = ["correo.example", "buzon.example", "mail.example.com", "familia.example.org", "hogar.example.net"]
const disposableDomains = ["mailinator.com", "yopmail.com", "guerrillamail.com"]

/** An address from a name and a number that makes it distinct: `diana.ospina1043@correo.example`. */
export const email = (name: string, number: number, draw: Draw.Draw): string =>
  `${Names.mailbox(name)}${number}@${draw.pick(domains)}`

export const disposableEmail = (name: string, number: number, draw: Draw.Draw): string =>
  `${Names.mailbox(name)}${number}@${draw.pick(disposableDomains)}`
