/**
 * What a command was asked on its command line. effect's `cli` reads the arguments, writes the help and the shell completion; here it
 * speaks Spanish or English, and says every fault at once.
 */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as CliConfig from "effect/cli/CliConfig"
import type * as CliError from "effect/cli/CliError"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import type * as HelpDoc from "effect/cli/HelpDoc"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Language } from "./Language.ts"
import { Unusable } from "./Unusable.ts"

/** A command whose flags and arguments are texts and numbers: it needs no file, process or terminal to be read. */
export interface Definition<A> {
  /** The first lines of the help: how the command is called. */
  readonly usage: Bilingual
  /** The command with its words in a language. Its handler hands on what was asked. */
  readonly command: (language: Language, take: (asked: A) => Effect.Effect<void>) => Command.Command.Any
}

/** What was asked, or a text that was asked for (help, a completion script): to be printed, with status 0. */
export type Read<A> = { readonly kind: "asked"; readonly asked: A } | { readonly kind: "text"; readonly text: string }

/** An option that takes a text. Given more than once, the last one counts; not given, it is undefined. */
export const text = (name: string, metavar: string, description: string): Flag.Flag<string | undefined> =>
  Flag.String(name).pipe(Flag.withMetavar(metavar), Flag.withDescription(description), Flag.atLeast(0), Flag.map((values) => values.at(-1)))

/** What the help says of an option that takes a text. */
export interface TextOption {
  readonly metavar: Bilingual
  readonly description: Bilingual
}

/** Options that take a text, by their names, in the order of the help. */
export const texts = <Name extends string>(options: Readonly<Record<Name, TextOption>>, language: Language) =>
  Object.fromEntries(
    Object.entries<TextOption>(options).map(([name, { description, metavar }]) => [name, text(name, metavar[language], description[language])])
  ) as { readonly [N in Name]: Flag.Flag<string | undefined> }

/** An option that takes one of a few words, which the shell completes. */
export const oneOf = <const Word extends string>(name: string, choices: ReadonlyArray<Word>, description: string): Flag.Flag<Word | undefined> =>
  Flag.Literals(name, choices).pipe(Flag.withMetavar(choices.join("|")), Flag.withDescription(description), Flag.atLeast(0), Flag.map((values) => values.at(-1)))

const words = {
  help: { es: "este texto", en: "this text" },
  completions: { es: "guion de autocompletado: bash, zsh, fish o powershell", en: "completion script: bash, zsh, fish or powershell" },
  shell: { es: "TERMINAL", en: "SHELL" }
} satisfies Record<string, Bilingual>

const suggestion = (suggestions: ReadonlyArray<string>): Bilingual =>
  suggestions.length === 0 ? { es: "", en: "" } : { es: ` ¿Quiso decir ${suggestions.join(" o ")}?`, en: ` Did you mean ${suggestions.join(" or ")}?` }

const saidOf = (error: CliError.NonShowHelpErrors): Bilingual => {
  switch (error._tag) {
    case "UnrecognizedOption": {
      const { en, es } = suggestion(error.suggestions)
      return { es: `No existe la opción ${error.option}.${es}`, en: `There is no option ${error.option}.${en}` }
    }
    case "UnknownSubcommand": {
      const { en, es } = suggestion(error.suggestions)
      return { es: `No existe la orden ${error.subcommand}.${es}`, en: `There is no command ${error.subcommand}.${en}` }
    }
    case "UnexpectedArgument": {
      const all = error.arguments.join(" ")
      return { es: `Sobra el argumento ${all}.`, en: `Unexpected argument ${all}.` }
    }
    case "MissingOption":
      return { es: `Falta --${error.option}.`, en: `--${error.option} is missing.` }
    case "MissingArgument":
      return { es: `Falta <${error.argument}>.`, en: `<${error.argument}> is missing.` }
    case "InvalidValue":
      return error.value === ""
        ? { es: `Falta el valor de --${error.option}.`, en: `--${error.option} has no value.` }
        : { es: `--${error.option}: se encontró ${error.value}, se esperaba ${error.expected}.`, en: `--${error.option}: found ${error.value}, expected ${error.expected}.` }
    default:
      return { es: error.message, en: error.message }
  }
}

/** What effect adds to the description of an option with choices, in English. The metavar says the same. */
const CHOICES = / \(choices: [^)]*\)$/

const linesOf = (usage: string, { args = [], flags, globalFlags = [], subcommands = [] }: HelpDoc.HelpDoc): string => {
  const rows = [
    ...subcommands.flatMap(({ commands }) => commands.map(({ description, name }) => [name, description] as const)),
    ...args.flatMap(({ description, name }) => Option.isSome(description) ? [[`<${name}>`, description.value] as const] : []),
    ...[...flags, ...globalFlags].map(({ aliases, description, name, type }) =>
      [[`--${name}`, ...aliases].join(", ") + (type === "boolean" ? "" : ` ${type}`), Option.getOrElse(description, () => "").replace(CHOICES, "")] as const)
  ]
  const width = Math.max(...rows.map(([left]) => left.length))
  return [usage, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd())].join("\n")
}

/** What became of a reading: what was asked, what was asked for, or the faults. */
type Outcome<A> = Read<A> | { readonly kind: "faults"; readonly faults: ReadonlyArray<Bilingual> }

const outcomeOf = <A>({ command, usage }: Definition<A>, args: ReadonlyArray<string>, language: Language): Outcome<A> => {
  let outcome: Outcome<A> | undefined
  const end = (which: Outcome<A>): Effect.Effect<void> => Effect.sync(() => void (outcome = which))
  const help = GlobalFlag.Action({
    flag: Flag.Boolean("help").pipe(Flag.withAlias("h"), Flag.withDescription(words.help[language]), Flag.withDefault(false)),
    run: GlobalFlag.Help.run
  })
  const completions = GlobalFlag.Action({
    flag: GlobalFlag.Completions.flag.pipe(Flag.withDescription(words.completions[language]), Flag.withMetavar(words.shell[language])),
    run: (shell, { command }) =>
      Option.isNone(shell) ? Effect.void : end({ kind: "text", text: Completions.generate(command.name, shell.value, Completions.fromCommand(command)) })
  })
  const presenter: CliOutput.Presenter = {
    present: (event) => {
      if (event._tag === "Version") return Effect.void
      if (event._tag === "InvalidInvocation") return end({ kind: "faults", faults: event.errors.map(saidOf) })
      return end(event.reason === "Requested" ? { kind: "text", text: linesOf(usage[language], event.helpDoc) } : { kind: "faults", faults: [] })
    }
  }
  const whole = command(language, (asked) => end({ kind: "asked", asked }))
  Effect.runSync(Command.runWith(whole, { version: "" })(args).pipe(
    Effect.provideService(CliOutput.Presenter, presenter),
    Effect.provideService(CliConfig.CliConfig, CliConfig.make({ builtIns: [help, completions] })),
    // Its faults are presented already.
    Effect.ignore,
    // A definition has no flag that reads a file, starts a process or asks at the terminal.
    Effect.provideContext(Context.empty() as Context.Context<unknown>)
  ))
  if (outcome === undefined) throw new Error(`The command ${whole.name} ended without a result`)
  return outcome
}

/** The command line can't be used: every fault, and the help. */
export const unusable = <A>(definition: Definition<A>, faults: ReadonlyArray<Bilingual>): Unusable => {
  const said = (language: Language): string => {
    const help = outcomeOf(definition, ["--help"], language)
    return [...faults.map((fault) => fault[language]), ...(help.kind === "text" ? [help.text] : [])].join("\n")
  }
  return new Unusable({ es: said("es"), en: said("en") })
}

/** Reads a command line. Throws {@link Unusable} with every fault in it and the help. */
export const read = <A>(definition: Definition<A>, args: ReadonlyArray<string>, language: Language): Read<A> => {
  const outcome = outcomeOf(definition, args, language)
  if (outcome.kind === "faults") throw unusable(definition, outcome.faults)
  return outcome
}
