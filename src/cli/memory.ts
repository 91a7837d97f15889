import { setFlagsFromString } from 'node:v8'

/** For what listens to a pipe for weeks, for a tenth more of a processor. */
export const listenerGrowsPercent = 20

/**
 * Keeps what a server holds near to what it needs. By itself V8 lets garbage grow to a multiple of what lives: 490 MB after 840 questions and
 * lists of a hospital of 21,900 devices, 8 at once, of which 45 lived; so it is 255, in the same time.
 *
 * The young generation stays as large as starting made it, and the old one is swept once it has grown by four fifths. Both are settings that a
 * running V8 reads; one that it should no longer know it ignores, with a line on standard error.
 */
export function keepMemorySmall(growsPercent = 80): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString(`--heap-growing-percent=${growsPercent}`)
}
