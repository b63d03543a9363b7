/**
 * Loaded before a server: its clock starts at `CLOCK_STARTS_AT` and runs on from there, so that a test sees a month just over, and
 * customers may be called. The process's threads have the same clock: the first one tells the others when it began.
 */
const began = Number(process.env["CLOCK_BEGAN_AT"] ??= String(Date.now()))
const startsAt = Date.parse(process.env["CLOCK_STARTS_AT"] ?? "")
const RealDate = Date

const now = (): number => startsAt + RealDate.now() - began

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: ReadonlyArray<string>) => args.length === 0 ? new target(now()) : Reflect.construct(target, args) as Date,
  get: (target, name) => name === "now" ? now : Reflect.get(target, name) as unknown
})
