/**
 * Every test run draws the same cases, so that a failing run fails again. `FAST_CHECK_SEED=random` draws new cases, and a number
 * draws those of that seed. Keep a seed that fails as an example in its test.
 */
import * as fc from "fast-check"

const chosen = process.env["FAST_CHECK_SEED"]

if (chosen !== "random") fc.configureGlobal({ seed: chosen === undefined ? 20240331 : Number(chosen) })
