/** The dashboard in a real browser over the real server, each flow through to the database. */
import { afterAll, beforeAll } from "vitest"
import { close, open } from "./desk.ts"
import "./lookingCases.ts"
import "./findingCases.ts"
import "./everyViewCases.ts"
import "./doingCases.ts"
import "./importCases.ts"
import "./workingCases.ts"
import "./policyCases.ts"
import "./auditCases.ts"
import "./accountCases.ts"

beforeAll(open)
afterAll(close)
