import { readGs1 } from './udi/gs1.ts'
import { readHibcc } from './udi/hibcc.ts'
import { readIccbba } from './udi/iccbba.ts'
import { readIfa } from './udi/ifa.ts'

/** A Unique Device Identification, taken apart. Only the serial number names one device; everything else is of its model, or of a lot. */
export interface Udi {
  readonly issuer: 'gs1' | 'hibcc' | 'iccbba' | 'ifa'
  /** UDI-DI as registries list it: GTIN-14; LIC, product and unit; 16 letters of ISBT 128; PPN. */
  readonly deviceIdentifier: string
  readonly serial?: string
  readonly lot?: string
  /** ISO 8601. */
  readonly manufacturedOn?: string
  readonly expiresOn?: string
  readonly softwareVersion?: string
  /** Its check digit or letter is right. False: misread or mistyped, and no evidence of anything. Absent: the form has none. */
  readonly isChecked?: boolean
}

export interface UdiOptions {
  /** Two-digit years are read around it, as GS1 rules (General Specifications §7.12). */
  readonly thisYear: number
}

const maxLength = 250

/**
 * Reads a UDI as a scanner gives it or as a label shows it: GS1 (element strings with FNC1, or with `()`, `{}` or `[]` around the identifiers), HIBCC,
 * ICCBBA (ISBT 128), IFA (PPN). Undefined when it is none of them.
 * Source: FDA UDI formats by issuing agency; GS1 General Specifications; ANSI/HIBC 2.6; ISBT 128 ST-011; IFA coding system.
 */
export function readUdi(text: string, options: UdiOptions): Udi | undefined {
  const written = text.trim()
  if (written === '' || written.length > maxLength) return undefined
  return readIccbba(written) ?? readIfa(written, options) ?? readHibcc(written, options) ?? readGs1(written, options)
}
