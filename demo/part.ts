import { createHash } from 'node:crypto'

export type PartType = 'application' | 'framework' | 'library' | 'operating-system' | 'device' | 'firmware'

/** One component of a device as its maker would state it. */
export interface Part {
  readonly type: PartType
  readonly name: string
  readonly group?: string
  readonly version?: string
  readonly supplier?: string
  readonly purl?: string
  readonly cpe?: string
  /** What holds it: the operating system or the maker's own application. */
  readonly within: 'root' | 'system' | 'application'
  /** ISO 8601 date. */
  readonly endOfSupport?: string
}

/** Stands for a file's digest: real SBOMs of the same component agree, so it depends on what the component is and on nothing else. */
export function partHash(part: Part): string {
  return createHash('sha256')
    .update(`auscult demo ${partIdentity(part)}`)
    .digest('hex')
}

/** Tells two parts of one document apart. */
export function partIdentity(part: Part): string {
  return [part.type, part.group ?? '', part.name, part.version ?? '', part.purl ?? '', part.cpe ?? ''].join(' ')
}

/** `text` with the characters that a package URL must not hold percent-encoded; `:` stays. */
export function purlText(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':')
}

/** The words of a catalogue, a line each; empty lines are skipped. */
export function catalogueLines(catalogue: string): readonly (readonly string[])[] {
  return catalogue
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split(' '))
}
