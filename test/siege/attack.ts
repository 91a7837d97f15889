import type { Place } from '../chaos/served.ts'

export interface Target {
  readonly place: Place
  readonly token: string
  readonly requests: number
  readonly atOnce: number
}

/** How a server answered: by status, `closed` where it hung up. Faults are answers that it should never give. */
export class Answers {
  readonly counts = new Map<string, number>()
  readonly faults: string[] = []

  /** Notes one answer; any 500, and any status that is not expected here, is a fault. */
  note(answer: string, isExpected: boolean, sent: string): void {
    this.counts.set(answer, (this.counts.get(answer) ?? 0) + 1)
    if (!isExpected && this.faults.length < FAULTS_KEPT) this.faults.push(`${answer} for ${sent}`)
  }
}

const FAULTS_KEPT = 20

/** One way of treating a server badly. */
export interface Attack {
  readonly id: string
  readonly run: (target: Target) => Promise<Answers>
  /** What Node may take meanwhile, where it is more than usual. */
  readonly mostMegabytes?: number
}
