/** Hostile ids, names, phones, e-mails, documents and notes for the generator. */
import type { Dice } from "./dice.ts"
import { nitCheckDigit } from "./normalisation.ts"

/**
 * Decorations that make ids differ by case, accent, normal form and plane: U+FF21 sorts after an astral character by
 * UTF-16 unit and before it by code point.
 */
const idDecorations = ["", "", "", "", "P", "p", "Á", "A\u0301", "ñ", "😀", "\uFF21", "\uFFFD", "𝒳", "=", "+", "-", "@", "a,b", "a;b", "q\"q", "'q", "l\nl", "x y", "|", "<&>"]

export const randomId = (dice: Dice, kind: string, index: number): string => {
  if (dice.chance(0.01)) return `${kind}${index}`.padEnd(64, "é")
  return `${dice.pick(idDecorations)}${dice.chance(0.5) ? kind : ""}${index}`
}

const givenNames = ["María", "José", "Ñusta", "Luz", "Jhon", "Ana", "Li", "O'Neil", "Jean-Paul", "MARTHA", "ángela", "Zoë", "Naomi", "Nicanor"]
const familyNames = ["Pérez", "Gómez", "de la Cruz", "Núñez", "Ruiz", "Díaz Granados", "Testa", "Demócrito", "Wu", "Nana", "Peña"]
const companyNames = ["Transportes 3M SAS", "D1", "Cía. Ñ & Cía", "Inversiones La 14", "X Y", "99", "A1 B2", "Distribuidora Prueba SA", "AAA", "A A A"]
const hostileNames = [
  "María", "M P", "Ma. P.", "Ma. Pe.", "Prueba Cliente", "PRUEBÁ Cliente", "Cliente (test)", "T.E.S.T Pérez", "test1 Pérez", "Xxx Gómez", "xxxx Gómez",
  "aaa Gómez", "áÁa Gómez", "aa Gómez", "aaab Gómez", "N.N. Gómez", "n n", "Na Gómez", "Ninguno Ruiz", "ninguna Ruiz", "asdf asdf", "asdfg hjkl",
  "Jose\u0301 Go\u0301mez", "José\u00A0Gómez", "1234 5678", "12 Ana Ruiz", "Ana 2 Ruiz", "李明 王芳", "😀😀 Ana", "😀 Ana Ruiz", "Ａｎａ Ｒｕｉｚ", "ｔｅｓｔ Ruiz",
  "-- --", "--- Ana Ruiz", "Ana\tRuiz", "Ana\nRuiz", "111 Ana Ruiz", "Demo-Ana Ruiz", "D e m o Ana Ruiz", "ﬁﬁﬁ Ana", "ﬀ Ana", "IİI Ana Ruiz", "ßßß Ana Ruiz",
  "SIN NOMBRE", "Sin - Nombre", "No Registra Ruiz", "Cliente Mostrador", "Mostrador Cliente", "CONSUMIDOR FINAL", "Cuantías menores", "Cuanti\u0301as Menores", "Prospecto Facebook", "undefined undefined", "Ana Null", "Desconocido Ruiz",
  "No Ana Tiene", "Sinnombre Ruiz"
]

export const randomName = (dice: Dice, documentType: string | undefined, calm = false): string | undefined =>
  dice.weighted<string | undefined>([
    [documentType === "NIT" ? 4 : 18, () => `${dice.pick(givenNames)}${dice.pick([" ", " ", "  ", " \u00A0"])}${dice.pick(familyNames)}`],
    [documentType === "NIT" ? 12 : calm ? 0 : 0.5, () => dice.pick(companyNames)],
    [calm ? 0.1 : 4, () => dice.pick(hostileNames)],
    [calm ? 0 : 0.5, () => undefined]
  ])

const mobilePrefixes = ["300", "301", "305", "310", "311", "315", "316", "320", "321", "350"]

/** A national number; fresh ones rarely collide and are rarely implausible. */
export const freshNumber = (dice: Dice): string =>
  dice.weighted([
    [9, () => `${dice.pick(mobilePrefixes)}${dice.digits(7)}`],
    [1, () => `${dice.pick(["601", "602", "604", "605"])}${dice.integer(2, 8)}${dice.digits(6)}`]
  ])

/** The same national number, written in one of many ways (the library refuses some). */
export const writePhone = (number: string, dice: Dice): string => {
  const [a, b, c] = [number.slice(0, 3), number.slice(3, 6), number.slice(6)]
  return dice.weighted([
    [10, () => number],
    [3, () => `+57${number}`],
    [2, () => `+57 ${a} ${b} ${c}`],
    [2, () => `57${number}`],
    [1, () => `(${a}) ${b}-${c}`],
    [1, () => `${a}.${b}.${c}`],
    [0.5, () => `+57 ${number} ext. 12`],
    [0.5, () => `${number} x5`],
    [0.5, () => `+57-${a}-${b}-${c};ext=9`],
    [0.5, () => `tel:+57${number}`],
    [0.5, () => number.replace(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
    [0.3, () => `0057${number}`],
    [0.3, () => `009${number}`],
    [0.3, () => `03${number}`],
    [0.3, () => `+ 57 ${number}`],
    [0.3, () => `++57${number}`],
    [0.3, () => `Cel: ${number}`],
    [0.3, () => `${number} / ${number}`],
    [0.3, () => `\u200B${number}`],
    [0.3, () => `${a}\u2013${b}\u2013${c}`],
    [0.3, () => `(+57) ${a} ${b} ${c}`],
    [0.3, () => `${number} WhatsApp`],
    [0.3, () => `${number} (mamá)`],
    [0.3, () => `Tel. fijo: ${number}`],
    [0.3, () => `${number};`],
    [0.3, () => `${number} / 3001234567`],
    [0.3, () => `123 y Cel. ${number} ext 12`],
    [0.2, () => `="${number}"`],
    [0.2, () => `p:+57${number} #4`],
    [0.2, () => `\u202A+57 ${number}\u202C`]
  ])
}

export const hostilePhones = [
  "3001111111", "3001234567", "3007654321", "3109876543", "3003456789", "3110123456", "3117890123", "3151111112", "3156543210", "3152109876",
  "+57 300 222 2222", "123", "1234567", "3456789", "300123456", "30012345678", "abc", "300ABC4567", "+57", "57", "0", "6012345678", "6017777777",
  "+1 202 555 0143", "+1 212 736 5000", "+34 612 34 56 78", "+52 55 5123 4567", "+58 412 1234567", "+593 99 123 4567", "+507 6123 4567",
  "+1 212 777 7777", "+44 20 7946 0958", "+999 1234567", "018000123456", "01 8000 123456", "3331234568", "2001234568", "+57 3001234567 ext 1",
  "1-800-FLOWERS", "no tiene", "Cel.", "3001234568.0", "300123456.0", "310.456.781.0", "3001234568/3", ";", "(mamá)", "3001234568 3001234569", "3001234568cel", "x5", "00573001234568", "n/a", "*123#", "+573001111111111111111"
]

export const hostileEmails = [
  "ana@@x.com", "ana.x.com", "@x.com", "ana@", "ana@x", "ana@x.c", "ana@x.co", "ana@x.c0", "ana@x.c0m", "ana@.com", "ana@x..com", "ana@x.com.", ".ana@x.com", "ana.@x.com",
  "a..b@x.com", "a b@x.com", "ana@x y.com", "ana@mailinator.com", "ANA@YOPMAIL.COM", "ana@sub.mailinator.com", "a..b@mailinator.com", "ana@xmailinator.com",
  "ana@trashmail.com", "ana+1@tempmail.com", "ana@-x-.com", "ana@10minutemail.com", "n/a", "-", `${"a".repeat(244)}@bcdef.com`, `${"a".repeat(245)}@bcdef.com`, "ana@x.com,b@x.com",
  "mailto:Ana@x.com", "Ana Gómez <ana@x.com>", "Gómez, Ana <ana@x.com>", "ana@x; b@x.com", "ana@x.com y b@x.com", ";ana@x.com", "mailto:", "a\u200Bna@x.com", "ana@x.com / ana@mailinator.com", "<ana@x.com", "v/ana@x.com"
]

const withSeparators = (number: string, dice: Dice): string =>
  dice.weighted([
    [8, () => number],
    [2, () => number.replace(/\B(?=([0-9]{3})+$)/g, ".")],
    [1, () => number.replace(/\B(?=([0-9]{3})+$)/g, dice.pick([" ", "-", "\u2013", "\u2014", "\u2010", "\u2011", "\u2212", "\u00A0"]))],
    [1, () => `${number.slice(0, -1)}-${number.slice(-1)}`],
    [0.3, () => number.replace(/\B(?=([0-9]{3})+$)/g, dice.pick([",", "'", "_", "/"]))]
  ])

const nit = (dice: Dice): string => {
  const base = `${dice.pick(["8", "9", "1", "0"])}${dice.digits(dice.integer(6, 9))}`
  const digit = nitCheckDigit(base)
  return dice.chance(0.75) ? `${base}${digit}` : `${base}${(digit + dice.integer(1, 9)) % 10}`
}

export interface IdentityDocument {
  readonly type: string | undefined
  readonly number: string | undefined
}

export const randomDocument = (dice: Dice): IdentityDocument => {
  const fit = (type: string, number: string): IdentityDocument => ({ type, number: withSeparators(number, dice) })
  return dice.weighted<IdentityDocument>([
    [10, () => ({ type: undefined, number: undefined })],
    [0.5, () => ({ type: dice.pick(["CC", "NIT", "XX"]), number: undefined })],
    [14, () => fit("CC", `${dice.integer(1, 9)}${dice.digits(dice.integer(5, 9))}`)],
    [0.6, () => fit("CC", dice.pick(["12", "123", "0123456", "12345678901", "12A456", "1234567890", "100"]))],
    [0.6, () => fit("TI", dice.pick(["1234567890", "0234567890", "12345678901", "123456789", "123456789012"]))],
    [0.8, () => fit("CE", dice.pick(["123", "12", "012345", `4${dice.digits(5)}`, "12345678901"]))],
    [3, () => fit("NIT", nit(dice))],
    [0.4, () => fit("NIT", dice.pick(["1234567", "123456789012", "8001234567A", "00000000", "10000000000"]))],
    [0.8, () => fit("PA", dice.pick(["AB123", "ab123", "A-1 2.3B", "AB12", "A".repeat(16), "A".repeat(17), `AV${dice.digits(6)}`, "AB_123"]))],
    [0.6, () => fit("PPT", dice.pick(["123", "1234", `5${dice.digits(6)}`, "12345678901", "0123"]))],
    [0.6, () => ({ type: dice.pick(["cc", "C.C.", "Nit", "DNI", "RC", "Cédula", "CEDULA DE CIUDADANÍA", "cédula de extranjería", "Pasaporte", "p.p.t.", "C-C"]), number: `1${dice.digits(7)}` })],
    [0.5, () => ({ type: undefined, number: `1${dice.digits(8)}` })],
    [0.2, () => ({ type: "CC", number: dice.pick(["-", "...", "– –"]) })]
  ])
}

/** The same document, written otherwise. */
export const rewriteDocument = (document: IdentityDocument, dice: Dice): IdentityDocument =>
  document.number === undefined ? document : {
    type: document.type,
    number: dice.chance(0.3) ? document.number.toLowerCase() : withSeparators(document.number.replace(/[\s.\p{Dash}]/gu, ""), dice)
  }

/** Each entry holds spellings that compare equal. */
export const noteFamilies: ReadonlyArray<ReadonlyArray<string>> = [
  ["Cliente interesado en la moto", "CLIENTE INTERESADO, EN LA MOTO!", "cliente  interesado\nen la moto", "Clie\u0301nte interesado en la móto", "¿Cliente interesado en la moto? 😀"],
  ["Se envía cotización por correo", "se envia cotizacion por correo.", "Se envi\u0301a cotizacio\u0301n — por correo", "ＳＥ envía cotización por correo"],
  ["Pidió prueba de manejo el sábado", "pidio prueba de manejo, el sabado"],
  ["Oficina 2 x 1 en ﬁnanciación", "oficina 2 x 1 en financiacion", "Oficina ² x ¹ en financiación"],
  ["abcd efgh ijklm", "ABCD-efgh-ijklm", "\"abcd\" efgh; ijklm"]
]

export const hostileNotes = [
  "abcd efgh ijkl", "abcdefghijklmno pq", "abcdefg hijklmno", "a b c", "ok", "...", "😀😀😀 😀😀😀 😀😀😀", "a b cdefghijklmn", "áb c dëfghijklmñ", "a\u0301\u0301\u0301b cd efghijk",
  "llamada llamada llamada", "=1+1 suma de la cuota", "+57 llamar de nuevo mañana", "- seguimiento de cotización", "@maria quedó de llamar hoy", "=sin", "Dijo: \"llámeme mañana\", insistir",
  "línea uno\nlínea dos\r\nlínea tres", "1 2 3 4 5 6 7 8", "no contesta"
]

export const randomNote = (dice: Dice, index: number, calm = false): string | undefined =>
  dice.weighted<string | undefined>([
    [calm ? 30 : 5, () => `Conversación número ${index} con el cliente`],
    [4, () => dice.pick(dice.pick(noteFamilies))],
    [1.2, () => dice.pick(hostileNotes)],
    [0.3, () => undefined]
  ])
