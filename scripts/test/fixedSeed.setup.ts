/**
 * Every test run draws the same cases, so that a red run is red again: `FAST_CHECK_SEED=random` draws new ones, a number those
 * of that seed. A seed that failed is kept as an example in the test that it failed.
 */
import * as fc from "fast-check"

const chosen = process.env["FAST_CHECK_SEED"]

if (chosen !== "random") fc.configureGlobal({ seed: chosen === undefined ? 20240331 : Number(chosen) })
