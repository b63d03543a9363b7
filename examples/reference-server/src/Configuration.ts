/**
 * What an operator may set, by environment variables; `docs/guides/deployment.md` has them in a table. `PORT`, `HOST` and
 * `DATA_DIR` are read in `Environment.ts`, before anything is loaded.
 */
import * as Config from "effect/Config"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const LogLevel = Schema.Literals(["Trace", "Debug", "Info", "Warn", "Error", "Fatal", "None"])

/** Empty is as good as absent. */
const optional = (name: string) =>
  Config.String(name).pipe(Config.option, Config.map((value) => Option.getOrUndefined(Option.filter(value, (text) => text !== ""))))

const secret = (name: string) => Config.Redacted(name).pipe(Config.option, Config.map(Option.getOrUndefined))

const flag = (name: string, byDefault: boolean) => Config.Boolean(name).pipe(Config.withDefault(byDefault))

export const configuration = Config.all({
  /** Postgres; without it the embedded database under `DATA_DIR`. */
  databaseUrl: secret("DATABASE_URL"),
  /** Loads the demonstration month into an empty database. */
  demonstration: flag("DEMO", true),
  /** A proxy in front speaks TLS: cookies are `Secure`, browsers are told to come by TLS only. */
  behindTls: flag("BEHIND_TLS", false),
  /** Webhooks may go to private addresses: for tests and demonstrations. */
  privateWebhooks: flag("WEBHOOKS_TO_PRIVATE_ADDRESSES", false),
  /** The secret of which each dealership's key for erasures is made. */
  erasureSecret: secret("ERASURE_SECRET"),
  logLevel: Config.schema(LogLevel, "LOG_LEVEL").pipe(Config.withDefault(process.stderr.isTTY ? "Warn" as const : "Info" as const)),
  otlpEndpoint: optional("OTEL_EXPORTER_OTLP_ENDPOINT"),
  /** How long a stopping server waits for what is in flight. */
  graceSeconds: Config.schema(Schema.FiniteFromString.check(Schema.isBetween({ minimum: 0, maximum: 600 })), "GRACE_SECONDS").pipe(Config.withDefault(20))
})

export type Configuration = Config.Success<typeof configuration>
