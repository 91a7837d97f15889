import type { ComponentTraits } from '../../model/index.ts'
import { known, own } from '../fields.ts'
import type { Fields } from '../fields.ts'

/** What a package says beside what identifies it (SPDX 2.3 §7.4 to §7.7; `supportLevel` is of SPDX 3). NONE and NOASSERTION state nothing. */
export function traitsOf(fields: Fields): ComponentTraits | undefined {
  const traits = known({
    fileName: saidIn(fields, 'packageFileName'),
    contact: contactIn(saidIn(fields, 'supplier')) ?? contactIn(saidIn(fields, 'originator')),
    deployableUri: saidIn(fields, 'downloadLocation'),
    supportLevel: saidIn(fields, 'supportLevel'),
  })
  return Object.keys(traits).length === 0 ? undefined : traits
}

/** The address of `Organization: Acme (psirt@acme.example)`. */
export function contactIn(party: string | undefined): string | undefined {
  if (party === undefined || !party.trimEnd().endsWith(')')) return undefined
  const open = party.lastIndexOf('(')
  const within =
    open === -1
      ? ''
      : party
          .trimEnd()
          .slice(open + 1, -1)
          .trim()
  return within.includes('@') || within.includes('://') ? within : undefined
}

function saidIn(fields: Fields, key: string): string | undefined {
  const value = own(fields, key)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text === '' || text === 'NONE' || text === 'NOASSERTION' ? undefined : text
}
