/** From which share of its goal an indicator is yellow or green. */

/**
 * From which share of the goal an indicator is yellow and green, in hundredths of a percent (10000 = 100 %), so that
 * a threshold such as 92.5 % is a whole number. 0 < yellow < green.
 */
export interface Thresholds {
  readonly yellow: number
  readonly green: number
}

/** 100 % and 80 %: an assumption, the commonest in sellers' dashboards in Spanish. */
export const indicatorThresholds: Thresholds = { yellow: 8000, green: 10000 }

/** 95 % and 80 % for the compliance of lead follow-up: an assumption. */
export const complianceThresholds: Thresholds = { yellow: 8000, green: 9500 }
