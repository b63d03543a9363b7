/**
 * What an operator may set, by environment variables; `docs/guides/deployment.md` has them in a table. `PORT`, `HOST` and
 * `DATA_DIR` are read in `Environment.ts`, before anything is loaded. An empty variable counts as not set.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import * as Retention from "@crm-procedure/core/service/Retention"
import * as Limits from "@crm-procedure/http-api/access/Limits"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type { LogLevel } from "effect/LogLevel"
import * as Redacted from "effect/Redacted"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { availableParallelism } from "node:os"

/** One variable: how its text is read (undefined: it can't be read), and what is expected. */
interface Setting<A> {
  readonly variable: string
  readonly byDefault: A
  readonly read: (text: string) => { readonly value: A } | undefined
  readonly expected: Bilingual
  /** Its text is never repeated. */
  readonly isSecret?: true
}

const flag = (variable: string, byDefault: boolean): Setting<boolean> => ({
  variable,
  byDefault,
  read: (text) => ["1", "true", "yes"].includes(text) ? { value: true } : ["0", "false", "no"].includes(text) ? { value: false } : undefined,
  expected: { es: "1 o 0", en: "1 or 0" }
})

const secret = (variable: string, leastBytes: number): Setting<Redacted.Redacted | undefined> => ({
  variable,
  byDefault: undefined,
  read: (text) => Buffer.byteLength(text) >= leastBytes ? { value: Redacted.make(text) } : undefined,
  expected: { es: `${leastBytes} bytes o más, al azar`, en: `${leastBytes} bytes or more, at random` },
  isSecret: true
})

const number = (variable: string, byDefault: number, least: number, most = Number.MAX_SAFE_INTEGER): Setting<number> => ({
  variable,
  byDefault,
  read: (text) => /^[0-9]+$/.test(text) && Number(text) >= least && Number(text) <= most ? { value: Number(text) } : undefined,
  expected: most === Number.MAX_SAFE_INTEGER ? { es: `un entero desde ${least}`, en: `an integer from ${least}` } : { es: `un entero de ${least} a ${most}`, en: `an integer from ${least} to ${most}` }
})

/** Secrets that another one replaced. */
const formerSecrets = (variable: string, leastBytes: number): Setting<ReadonlyArray<Redacted.Redacted>> => ({
  variable,
  byDefault: [],
  read: (text) => {
    const all = text.split(/\s+/)
    return all.every((one) => Buffer.byteLength(one) >= leastBytes) ? { value: all.map((one) => Redacted.make(one)) } : undefined
  },
  expected: { es: `secretos de ${leastBytes} bytes o más, separados por espacios, el primero primero`, en: `secrets of ${leastBytes} bytes or more, separated by spaces, the first one first` },
  isSecret: true
})

/** The month that the demonstration shows unless another one is named: the one of the documentation. */
const DEMONSTRATION_PERIOD = "2024-03"

const demonstration: Setting<Calendar.Period | undefined> = {
  variable: "DEMO",
  byDefault: DEMONSTRATION_PERIOD,
  read: (text) => {
    if (["0", "false", "no"].includes(text)) return { value: undefined }
    const period = ["1", "true", "yes"].includes(text) ? DEMONSTRATION_PERIOD : Calendar.parsePeriod(text)
    return period === undefined ? undefined : { value: period }
  },
  expected: { es: "0, 1 o un mes como 2024-03", en: "0, 1 or a month like 2024-03" }
}

const logLevels: ReadonlyArray<LogLevel> = ["Trace", "Debug", "Info", "Warn", "Error", "Fatal", "None"]

const logLevel: Setting<LogLevel> = {
  variable: "LOG_LEVEL",
  // At a terminal people want to read the keys, not the requests.
  byDefault: process.stderr.isTTY ? "Warn" : "Info",
  read: (text) => {
    const value = logLevels.find((level) => level.toLowerCase() === text.toLowerCase())
    return value === undefined ? undefined : { value }
  },
  expected: { es: `uno de ${logLevels.join(", ")}`, en: `one of ${logLevels.join(", ")}` }
}

const otlpEndpoint: Setting<string | undefined> = {
  variable: "OTEL_EXPORTER_OTLP_ENDPOINT",
  byDefault: undefined,
  read: (text) => /^https?:\/\//.test(text) && URL.canParse(text) ? { value: text.replace(/\/$/, "") } : undefined,
  expected: { es: "una dirección como http://localhost:4318", en: "an address like http://localhost:4318" }
}

const address = (variable: string): Setting<string | undefined> => ({
  variable,
  byDefault: undefined,
  read: (text) => /^https?:\/\//.test(text) && URL.canParse(text) ? { value: text.replace(/\/$/, "") } : undefined,
  expected: { es: "una dirección como https://ejemplo.com", en: "an address like https://example.com" }
})

const plain = <Default extends string | undefined>(variable: string, byDefault: Default): Setting<string | Default> => ({
  variable,
  byDefault,
  read: (text) => ({ value: text }),
  expected: { es: "un texto", en: "a text" }
})

const smtpUrl: Setting<Redacted.Redacted | undefined> = {
  variable: "SMTP_URL",
  byDefault: undefined,
  read: (text) => /^smtps?:\/\//.test(text) && URL.canParse(text) ? { value: Redacted.make(text) } : undefined,
  expected: { es: "una dirección como smtp://usuario:clave@servidor:587 o smtps://…", en: "an address like smtp://user:password@host:587 or smtps://…" },
  isSecret: true
}

const dealership: Setting<string> = {
  variable: "DEALERSHIP",
  byDefault: "concesionario",
  read: (text) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(text) ? { value: text } : undefined,
  expected: { es: "un identificador de letras, cifras, puntos y guiones", en: "an id of letters, digits, dots and hyphens" }
}

const letterheadsFile: Setting<string | undefined> = {
  variable: "LETTERHEADS_FILE",
  byDefault: undefined,
  read: (text) => ({ value: text }),
  expected: { es: "un archivo JSON", en: "a JSON file" }
}

const limit = (name: keyof Limits.Limits): Setting<number> =>
  number(`LIMIT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`, Limits.defaults[name], 1)

const settings = {
  /** Postgres; without it the embedded database under `DATA_DIR`. */
  databaseUrl: secret("DATABASE_URL", 1),
  /** Who makes the tables and shares the background work out, where `DATABASE_URL` leads to a pooler. */
  databaseOwnerUrl: secret("DATABASE_OWNER_URL", 1),
  /** Whether `DATABASE_URL` leads to a pooler that lends a session for one transaction. */
  databaseIsPooled: flag("DATABASE_POOLED", false),
  demonstration,
  /** Where people reach the page: the beginning of every link that is sent. */
  publicUrl: address("PUBLIC_URL"),
  /** The mail server, and who its messages come from; without it messages are shown on the page alone. */
  smtpUrl,
  smtpFrom: plain("SMTP_FROM", undefined),
  /** Whether customers' names may stand in an e-mail; otherwise the ids of their records. */
  mailNames: flag("MAIL_NAMES", true),
  /** The identity provider: its issuer, this program's name and secret there, and what the page calls it. */
  oidcIssuer: address("OIDC_ISSUER"),
  oidcClientId: plain("OIDC_CLIENT_ID", undefined),
  oidcClientSecret: secret("OIDC_CLIENT_SECRET", 1),
  oidcName: plain("OIDC_NAME", "la cuenta de la empresa"),
  /** The dealership of the first account, in an empty system. */
  dealership,
  /** A proxy in front speaks TLS: cookies are `Secure`, browsers are told to come by TLS only. */
  behindTls: flag("BEHIND_TLS", false),
  /** Webhooks may go to private addresses: for tests and demonstrations. */
  privateWebhooks: flag("WEBHOOKS_TO_PRIVATE_ADDRESSES", false),
  /** Each dealership's key for erasures is derived from it, and from those that it replaced. */
  erasureSecret: secret("ERASURE_SECRET", ErasureKey.LEAST_SECRET_BYTES),
  formerErasureSecrets: formerSecrets("ERASURE_SECRETS_FORMER", ErasureKey.LEAST_SECRET_BYTES),
  /** The key that the secrets of webhooks are sealed with is derived from it. */
  webhookSecret: secret("WEBHOOK_SECRET", 32),
  /** The key that signs sessions. */
  sessionSecret: secret("SESSION_SECRET", 32),
  /** A JSON file that says what each dealership calls otherwise than the procedure does, on its forms. */
  letterheadsFile,
  /** How many days letters, webhook deliveries, rejected rows and what imports changed are kept. */
  letterDays: number("KEEP_LETTERS_DAYS", Retention.defaults.letterDays, 1, 3_650),
  deliveryDays: number("KEEP_DELIVERIES_DAYS", Retention.defaults.deliveryDays, 1, 3_650),
  rejectedRowDays: number("KEEP_REJECTED_ROWS_DAYS", Retention.defaults.rejectedRowDays, 1, 3_650),
  importChangeDays: number("KEEP_IMPORT_CHANGES_DAYS", Retention.defaults.importChangeDays, 1, 3_650),
  logLevel,
  otlpEndpoint,
  /** How long a stopping server waits for what is in flight. */
  graceSeconds: number("GRACE_SECONDS", 20, 0, 600),
  /** How many threads answer heavy requests. One of them never takes an import, so that questions do not wait for it. */
  judgingThreads: number("JUDGING_THREADS", Math.max(2, availableParallelism() - 1), 1, 64),
  /** How many heavy requests wait for a thread; a dealership's at most half of them. */
  waitingRequests: number("WAITING_REQUESTS", 200, 1, 10_000),
  /** How many bytes of answers as of a past instant are kept in memory. */
  answerCacheBytes: number("ANSWER_CACHE_BYTES", 32 * 1024 * 1024, 0),
  bodyBytes: limit("bodyBytes"),
  lineBytes: limit("lineBytes"),
  rememberedLines: limit("rememberedLines"),
  records: limit("records"),
  rejectedRows: limit("rejectedRows"),
  requests: limit("requests"),
  requestWindowSeconds: limit("requestWindowSeconds"),
  wrongKeys: limit("wrongKeys"),
  requestSeconds: limit("requestSeconds"),
  streamSeconds: limit("streamSeconds"),
  bodySeconds: limit("bodySeconds"),
  answerSeconds: limit("answerSeconds")
} as const

/** Every setting, and the limits among them. */
export type Configuration = { readonly [Name in keyof typeof settings]: (typeof settings)[Name] extends Setting<infer A> ? A : never }

const shown = ({ isSecret }: Setting<unknown>, text: string, language: keyof Bilingual): string =>
  isSecret ? (language === "es" ? `un texto de ${Buffer.byteLength(text)} bytes` : `a text of ${Buffer.byteLength(text)} bytes`) : JSON.stringify(text)

/** The configuration as the environment has it; fails with every fault in it. */
export const configuration: Effect.Effect<Configuration, Unusable> = Effect.gen(function*() {
  const values: Record<string, unknown> = {}
  const faults: Array<Bilingual> = []
  for (const [name, setting] of Object.entries(settings) as ReadonlyArray<readonly [string, Setting<unknown>]>) {
    const text = (yield* Config.String(setting.variable).pipe(Config.withDefault(""), Effect.orDie)).trim()
    const read = text === "" ? { value: setting.byDefault } : setting.read(text)
    if (read !== undefined) values[name] = read.value
    else {
      faults.push({
        es: `${setting.variable}: se encontró ${shown(setting, text, "es")}, se esperaba ${setting.expected.es}.`,
        en: `${setting.variable}: found ${shown(setting, text, "en")}, expected ${setting.expected.en}.`
      })
    }
  }
  if (values["erasureSecret"] === undefined && (values["formerErasureSecrets"] as ReadonlyArray<unknown> | undefined)?.length) {
    faults.push({
      es: "ERASURE_SECRETS_FORMER: se encontró sin ERASURE_SECRET, se esperaba junto con el secreto nuevo.",
      en: "ERASURE_SECRETS_FORMER: found without ERASURE_SECRET, expected beside the new secret."
    })
  }
  if ((values["oidcIssuer"] === undefined) !== (values["oidcClientId"] === undefined)) {
    faults.push({
      es: "OIDC_ISSUER y OIDC_CLIENT_ID: se encontró uno solo, se esperaban los dos o ninguno.",
      en: "OIDC_ISSUER and OIDC_CLIENT_ID: found one alone, expected both or none."
    })
  }
  if (values["smtpUrl"] !== undefined && values["smtpFrom"] === undefined) {
    faults.push({
      es: "SMTP_FROM: no se encontró, se esperaba quién envía, como \"CRM <crm@ejemplo.com>\".",
      en: "SMTP_FROM: found nothing, expected who sends, like \"CRM <crm@example.com>\"."
    })
  }
  if (faults.length > 0) return yield* Effect.fail(new Unusable({ es: faults.map(({ es }) => es).join(" "), en: faults.map(({ en }) => en).join(" ") }))
  return values as unknown as Configuration
})
