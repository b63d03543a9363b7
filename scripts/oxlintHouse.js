/**
 * The house's own lint rules, loaded by .oxlintrc.json. Each message says what to do instead.
 *
 * - no-machine-time-or-chance: a package gets the time and the seed from its caller, so that a month can be judged again.
 * - imports-go-one-way: core ← {every other package} ← examples; no import reaches into another package.
 * - rooms-go-one-way: a room of core or forms imports only the rooms above it.
 * - core-stays-portable: core knows effect's stable modules, and nothing of Node, files, network or SQL.
 * - name-the-noun: no file or folder with a name like "utils".
 */
import { readFileSync } from "node:fs"
import { isBuiltin } from "node:module"
import { fileURLToPath } from "node:url"

const insteadOfTime = "takes the moment from the machine or keeps it in a Date. Take an `asOf` argument or Clock / DateTime.now of effect, and read and write days and instants with core's Calendar."
const insteadOfChance = "can't be repeated. Take a seed as an argument and draw from it."

const isGlobal = (context, identifier) => {
  for (let scope = context.sourceCode.getScope(identifier); scope !== null; scope = scope.upper) {
    const variable = scope.set.get(identifier.name)
    if (variable !== undefined) return variable.defs.length === 0
  }
  return true
}

const noMachineTimeOrChance = {
  create: (context) => {
    const report = (node, instead) => context.report({ node, message: `\`${context.sourceCode.getText(node)}\` ${instead}` })
    const reportDate = (node) => {
      if (node.callee.type === "Identifier" && node.callee.name === "Date" && isGlobal(context, node.callee)) report(node, insteadOfTime)
    }
    return {
      NewExpression: reportDate,
      CallExpression: reportDate,
      MemberExpression: (node) => {
        const { object, property } = node
        if (object.type !== "Identifier" || !isGlobal(context, object)) return
        const member = `${object.name}.${node.computed ? property.value : property.name}`
        if (member === "Date.now" || member === "performance.now") report(node, insteadOfTime)
        if (member === "Math.random" || member === "crypto.randomUUID" || member === "crypto.getRandomValues") report(node, insteadOfChance)
      }
    }
  }
}

/** Calls `visit(node, specifier, importedNames)` for every static, re-exporting and dynamic import of a file. */
const visitImports = (visit) => ({
  ImportDeclaration: (node) => visit(node, node.source.value, node.specifiers.map((one) => one.imported?.name ?? "*")),
  ExportNamedDeclaration: (node) => node.source && visit(node, node.source.value, node.specifiers.map((one) => one.local.name)),
  ExportAllDeclaration: (node) => visit(node, node.source.value, ["*"]),
  ImportExpression: (node) => node.source.type === "Literal" && visit(node, node.source.value, ["*"])
})

/** Where a file stands: `{ home: "packages/core", room: "src" }`; its home is undefined outside packages, examples and bench. */
const placeOf = (context) => {
  const path = context.filename.replaceAll("\\", "/")
  const match = /(?:^|.*\/)((?:packages|examples)\/[^/]+|bench)\/(.*)$/.exec(path)
  return { path, home: match?.[1], room: match?.[2].split("/")[0], depth: match?.[2].split("/").length - 1 }
}

const importsGoOneWay = {
  create: (context) => {
    const { home, room, depth } = placeOf(context)
    return visitImports((node, specifier) => {
      const refuse = (message) => context.report({ node, message: `"${specifier}": ${message}` })
      const [, sibling, path] = /^@crm-procedure\/([^/]+)(?:\/(.*))?$/.exec(specifier) ?? []
      if (path?.split("/").includes("internal")) refuse("`internal` belongs to its package alone. Import a public module, or make what you need public there.")
      if (home === undefined) return
      if (specifier.startsWith(".") && specifier.split("/").filter((part) => part === "..").length > depth) {
        refuse(`leaves ${home}. Import the other package by its name.`)
      }
      if (room === "src" && specifier.startsWith("../") && /(^|\/)test\//.test(specifier)) refuse("a source never imports a test. Move the code to src.")
      if (sibling === undefined || !home.startsWith("packages/")) return
      if (home === `packages/${sibling}` && room === "src") refuse("is this package itself. Import the file by its relative path.")
      else if (home === "packages/core" && room === "src") refuse("core imports no other package. Let core own a port (a Context.Service), and the other package give its layer.")
      else if (home !== `packages/${sibling}` && sibling !== "core" && !(sibling === "testing" && room === "test")) {
        refuse("packages know core only (and `testing` in tests). Move what both need to core, or join the two in an example.")
      }
    })
  }
}

/** The rooms of a package, from top to bottom. In core a month flows through them in this order, in forms the data of a form. */
const roomsByPackage = {
  core: ["calendar", "identity", "records", "policy", "judging", "results", "register", "close", "service"],
  forms: ["data", "wording", "chart", "layout", "text", "html", "workbook", "render", "month", "validity", "gc-for-06", "gc-for-05", "gc-for-21", "compliance", "controls"]
}

/** Folders that only their own room enters. */
const closedFolders = ["judging/columns"]

const roomsGoOneWay = {
  create: (context) => {
    const [, name, folder, rest] = /(?:^|.*\/)packages\/([^/]+)\/src\/([^/]+)\/(.*)$/.exec(context.filename.replaceAll("\\", "/")) ?? []
    const rooms = roomsByPackage[name]
    if (rooms === undefined) return {}
    const place = rooms.indexOf(folder)
    if (place < 0) return { Program: (node) => context.report({ node, message: `"${folder}" is no room of ${name}. The rooms are ${rooms.join(", ")}.` }) }
    const depth = rest.split("/").length
    return visitImports((node, specifier) => {
      const [, climbs, target, inner] = /^((?:\.\.\/)+)([^/]+)(?:\/([^/]+)\/)?/.exec(specifier) ?? []
      if (climbs === undefined || climbs.length / 3 !== depth) return
      if (target !== folder && closedFolders.includes(`${target}/${inner}`)) {
        context.report({ node, message: `"${specifier}": ${target}/${inner} belongs to the room ${target} alone. Ask ${target} for what you need.` })
        return
      }
      if (rooms.indexOf(target) <= place && target !== "index.ts") return
      context.report({ node, message: `"${specifier}": the room ${folder} stands above ${target.replace(/\.ts$/, "")}. Move what both need to ${folder} or higher, or take it as an argument.` })
    })
  }
}

const stabilityByModule = new Map()
/** "stable", "unstable" or "experimental", as the head of effect's module of that name says; the folders (sql, http …) are unstable. */
const stabilityOf = (name) => {
  if (/^[a-z]/.test(name)) return "unstable"
  if (!stabilityByModule.has(name)) {
    let stability = "unknown"
    try {
      const source = readFileSync(new URL(`src/${name}.ts`, new URL(".", import.meta.resolve("effect/package.json"))), "utf8")
      stability = /@stability (\w+)/.exec(source)?.[1] ?? stability
    } catch {}
    stabilityByModule.set(name, stability)
  }
  return stabilityByModule.get(name)
}

const coreStaysPortable = {
  create: (context) => visitImports((node, specifier, names) => {
    const refuse = (message) => context.report({ node, message: `"${specifier}": ${message}` })
    if (isBuiltin(specifier) && node.importKind !== "type") {
      refuse("core also runs in browsers, which have no module of Node. Take the value as an argument, or own a port that another package fulfils. Hashes are in identity/internal/Sha256.")
    }
    if (specifier.startsWith("@effect/")) refuse("core knows effect itself only. Write a port in core and its layer in another package.")
    const effectPath = /^effect(?:\/(.*))?$/.exec(specifier)
    if (effectPath === null) return
    // The only names in small letters that effect's root exports are functions of its stable `Function`: pipe, flow, identity …
    const modules = effectPath[1] === undefined ? names.filter((name) => !/^[a-z]/.test(name)) : [effectPath[1]]
    for (const name of modules) {
      const stability = name === "*" ? "unknown" : stabilityOf(name)
      if (stability !== "stable") {
        refuse(`\`${name}\` is ${stability} in effect, so a minor release may break it. Core takes stable modules only, by name; put this into another package.`)
      }
    }
  })
}

const vague = /^(shared|utils?|helpers?|common|types|misc)$/i
const nameTheNoun = {
  create: (context) => ({
    Program: (node) => {
      const root = fileURLToPath(new URL("..", import.meta.url)).replaceAll("\\", "/")
      const path = context.filename.replaceAll("\\", "/").replace(root, "")
      for (const part of path.split("/")) {
        if (vague.test(part.replace(/\..*$/, ""))) {
          context.report({ node, message: `${path}: "${part}" names nothing. Name the noun a dealership person knows, or the thing the code is about.` })
        }
      }
    }
  })
}

export default {
  meta: { name: "house" },
  rules: {
    "no-machine-time-or-chance": noMachineTimeOrChance,
    "imports-go-one-way": importsGoOneWay,
    "rooms-go-one-way": roomsGoOneWay,
    "core-stays-portable": coreStaysPortable,
    "name-the-noun": nameTheNoun
  }
}
