import { assert, describe, it } from "@effect/vitest"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as CommandLine from "../src/CommandLine.ts"
import { languageOf } from "../src/Language.ts"
import * as Program from "../src/Program.ts"
import { checkAll, Unusable } from "../src/Unusable.ts"

interface Asked {
  readonly order: "paint" | "sell"
  readonly cars: ReadonlyArray<string>
  readonly color?: string | undefined
  readonly finish?: "matt" | "gloss" | undefined
}

/** A command with two commands of its own, so that every kind of fault can be met. */
const garage: CommandLine.Definition<Asked> = {
  usage: { es: "Uso: garage <orden>", en: "Usage: garage <command>" },
  command: (language, take) => {
    const cars = Argument.String({ es: "carro", en: "car" }[language]).pipe(Argument.variadic())
    const paint = Command.make("paint", {
      cars,
      color: CommandLine.text("color", "COLOR", { es: "el color nuevo", en: "the new colour" }[language]),
      finish: CommandLine.oneOf("finish", ["matt", "gloss"], { es: "el acabado", en: "the finish" }[language])
    }, (asked) => take({ order: "paint", ...asked }))
    const sell = Command.make("sell", { cars }, (asked) => take({ order: "sell", ...asked }))
    return Command.make("garage").pipe(Command.withSubcommands([
      paint.pipe(Command.withDescription({ es: "pinta carros", en: "paints cars" }[language])),
      sell.pipe(Command.withDescription({ es: "vende carros", en: "sells cars" }[language]))
    ]))
  }
}

const asked = (...args: ReadonlyArray<string>): unknown => CommandLine.read(garage, args, "es")

/** The faults of a command line, in both languages. */
const faults = (...args: ReadonlyArray<string>): ReadonlyArray<readonly [es: string, en: string]> => {
  try {
    CommandLine.read(garage, args, "es")
  } catch (error) {
    const { en, es } = (error as Unusable).bilingual
    const [dicho, said] = [es.split("\nUso:")[0]!.split("\n"), en.split("\nUsage:")[0]!.split("\n")]
    assert.strictEqual(dicho.length, said.length)
    return dicho.map((one, index) => [one, said[index]!])
  }
  return []
}

describe("a command line", () => {
  it("is read in any order, the last value of an option counts", () => {
    assert.deepStrictEqual(asked("paint", "--color=red", "C1", "--color", "blue", "C2", "--finish", "matt"), {
      kind: "asked",
      asked: { order: "paint", cars: ["C1", "C2"], color: "blue", finish: "matt" }
    })
    assert.deepStrictEqual(asked("sell", "--", "--odd"), { kind: "asked", asked: { order: "sell", cars: ["--odd"] } })
  })

  it("says in both languages every fault in how it is written", () => {
    assert.deepStrictEqual(faults("paint", "--colour", "red", "-x", "--color"), [
      ["No existe la opción --colour. ¿Quiso decir --color?", "There is no option --colour. Did you mean --color?"],
      ["No existe la opción -x.", "There is no option -x."],
      ["Falta el valor de --color.", "--color has no value."]
    ])
    assert.deepStrictEqual(faults("sel"), [["No existe la orden sel. ¿Quiso decir sell?", "There is no command sel. Did you mean sell?"]])
    assert.deepStrictEqual(faults("paint", "--finish", "satin"), [
      ["--finish: se encontró satin, se esperaba \"matt\" | \"gloss\".", "--finish: found satin, expected \"matt\" | \"gloss\"."]
    ])
  })

  it("that asks for nothing is told how to ask", () => {
    try {
      CommandLine.read(garage, [], "en")
      assert.fail("it was read")
    } catch (error) {
      assert.match((error as Unusable).bilingual.es, /^Uso: garage <orden>\n {2}paint +pinta carros\n {2}sell +vende carros\n {2}--help, -h +este texto\n/)
    }
  })

  it("is answered with help in the terminal's language, whatever else is wrong with it", () => {
    const help = CommandLine.read(garage, ["paint", "--nonsense", "--help"], "es")
    assert.deepStrictEqual(help.kind === "text" ? help.text.split("\n") : [], [
      "Uso: garage <orden>",
      "  --color COLOR           el color nuevo",
      "  --finish matt|gloss     el acabado",
      "  --help, -h              este texto",
      "  --completions TERMINAL  guion de autocompletado: bash, zsh, fish o powershell"
    ])
  })

  it.each(["bash", "zsh", "fish", "powershell"])("is answered with a completion script for %s", (shell) => {
    const script = CommandLine.read(garage, ["--completions", shell], "en")
    for (const word of ["paint", "sell", "color", "matt"]) assert.include(script.kind === "text" ? script.text : "", word)
  })
})

describe("a command that can't work with what it was given", () => {
  it("says everything that the checks found, and lets other errors through", () => {
    const fails = (word: string) => () => {
      throw new Unusable({ es: `${word} no`, en: `no ${word}` })
    }
    try {
      checkAll([fails("one"), () => {}, fails("two")])
      assert.fail("nothing was found")
    } catch (error) {
      assert.deepStrictEqual(Program.failureOf(error, "es", { es: "", en: "" }), { text: "one no\ntwo no", status: 2 })
      assert.deepStrictEqual(Program.failureOf(error, "en", { es: "", en: "" }), { text: "no one\nno two", status: 2 })
    }
    assert.throws(() => checkAll([fails("one"), () => assert.fail("a mistake of ours")]), "a mistake of ours")
    assert.deepStrictEqual(Program.failureOf(new Error("a\n  b"), "en", { es: "Falló", en: "It failed" }), { text: "It failed: a b", status: 1 })
  })

  it("speaks the terminal's language", () => {
    const languages = [{ LC_ALL: "es_CO.UTF-8" }, { LC_ALL: "", LC_MESSAGES: "", LANG: "es" }, { LC_ALL: "C", LANG: "es_CO" }, { LANG: "de_DE" }, {}].map(languageOf)
    assert.deepStrictEqual(languages, ["es", "es", "en", "en", "en"])
  })
})

it("a reading never runs what was asked", () => {
  let runs = 0
  const counted: CommandLine.Definition<object> = { usage: { es: "", en: "" }, command: (_, take) => Command.make("one", {}, (asked) => Effect.andThen(Effect.sync(() => runs++), take(asked))) }
  CommandLine.unusable(counted, [])
  assert.strictEqual(runs, 0)
})
