/**
 * A month frozen: what a close holds, the chain of snapshots, and what came afterwards (the amendment).
 */
export * as Amendment from "./Amendment.ts"
export * as ClosedPeriod from "./ClosedPeriod.ts"
export * as ClosingPreview from "./ClosingPreview.ts"
export * as FrozenCounts from "./FrozenCounts.ts"
export * as FrozenLists from "./FrozenLists.ts"
export * as FrozenMonth from "./FrozenMonth.ts"
export * as PeriodClose from "./PeriodClose.ts"
export * as PeriodState from "./PeriodState.ts"
export * as SnapshotChain from "./SnapshotChain.ts"
