/** An indicator against its goal, as a bar with the thresholds drawn; beside it stands the text that says the same. */
import type { Color } from "../frame/Contract.ts"

/** Percent at the right end; a longer bar is cut, its text still says the value. */
const SCALE = 125

export const Bullet = ({ color, green, pace, percent, yellow }: {
  readonly percent: number | null
  readonly color: Color
  readonly yellow: number
  readonly green: number
  /** Where the bar would be if the month kept pace, in percent of the goal. */
  readonly pace?: number | undefined
}) => (
  <svg class="bullet" viewBox={`0 0 ${SCALE} 10`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="bullet-ground" width={SCALE} height="10" />
    {percent !== null && <rect class={`bullet-bar lamp-${color}`} y="2" height="6" width={Math.min(percent, SCALE)} />}
    <line class="bullet-threshold" x1={yellow} x2={yellow} y1="0" y2="10" />
    <line class="bullet-threshold" x1={green} x2={green} y1="0" y2="10" />
    {pace !== undefined && <line class="bullet-pace" x1={Math.min(pace, SCALE)} x2={Math.min(pace, SCALE)} y1="0" y2="10" />}
  </svg>
)
