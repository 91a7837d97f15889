import { writeFileSync } from 'node:fs'

/**
 * A core dump of this process, and of what it starts, holds none of its memory: packets pass through it, and names of patients in them. Linux alone can
 * do so for a process by itself; elsewhere, and where it may not be written, docs/listening.md tells what to set. Source: core(5), coredump_filter.
 */
export function keepMemoryOutOfDumps(): void {
  if (process.platform !== 'linux') return
  try {
    writeFileSync('/proc/self/coredump_filter', '0')
  } catch {
    // Where /proc is hidden, dumps are for whoever manages the machine to set.
  }
}
