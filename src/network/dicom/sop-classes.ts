import { lookup } from '../../model/index.ts'

const storage = '1.2.840.10008.5.1.4.1.1.'

/** Which modality makes objects of a storage class: PS3.4 B.5 with the values of PS3.3 C.7.3.1.1.1. Classes that any workstation makes are left out. */
const modalityBySuffix = lookup({
  '1': 'CR',
  '1.1': 'DX',
  '1.1.1': 'DX',
  '1.2': 'MG',
  '1.2.1': 'MG',
  '1.3': 'IO',
  '1.3.1': 'IO',
  '2': 'CT',
  '2.1': 'CT',
  '3.1': 'US',
  '4': 'MR',
  '4.1': 'MR',
  '4.2': 'MR',
  '6.1': 'US',
  '6.2': 'US',
  '9.1.1': 'ECG',
  '9.1.2': 'ECG',
  '9.1.3': 'ECG',
  '9.2.1': 'HD',
  '12.1': 'XA',
  '12.1.1': 'XA',
  '12.2': 'RF',
  '12.2.1': 'RF',
  '13.1.1': 'XA',
  '13.1.2': 'DX',
  '13.1.3': 'MG',
  '20': 'NM',
  '77.1.1': 'ES',
  '77.1.1.1': 'ES',
  '77.1.2': 'GM',
  '77.1.5.1': 'OP',
  '77.1.5.2': 'OP',
  '77.1.5.4': 'OPT',
  '77.1.6': 'SM',
  '128': 'PT',
  '130': 'PT',
} as const)

/** Steps that only a device which examines reports: modality worklist (PS3.4 K) and performed procedure step (PS3.4 F). */
const stepsOfModalities = ['1.2.840.10008.5.1.4.31', '1.2.840.10008.3.1.2.3.3']

const roleByServed = lookup({
  '1.2.840.10008.5.1.4.1.2.1.1': 'archive', // query/retrieve, patient root: find, move, get
  '1.2.840.10008.5.1.4.1.2.1.2': 'archive',
  '1.2.840.10008.5.1.4.1.2.1.3': 'archive',
  '1.2.840.10008.5.1.4.1.2.2.1': 'archive', // study root
  '1.2.840.10008.5.1.4.1.2.2.2': 'archive',
  '1.2.840.10008.5.1.4.1.2.2.3': 'archive',
  '1.2.840.10008.1.20.1': 'archive', // storage commitment
  '1.2.840.10008.5.1.4.31': 'worklist',
  '1.2.840.10008.5.1.1.9': 'printer', // basic print management, grey
  '1.2.840.10008.5.1.1.18': 'printer', // in colour
} as const)

/**
 * What the services that a requester offers to use hint at. A modality asks for its worklist or reports its steps; which modality it is, is told only
 * beside that, since an archive that forwards images proposes the same classes as the device they come from.
 */
export function hintsOfRequester(abstractSyntaxes: readonly string[]): { role?: 'modality'; deviceKind?: string } {
  if (!abstractSyntaxes.some((uid) => stepsOfModalities.includes(uid))) return {}
  const modalities = new Set(abstractSyntaxes.map(modalityOf).filter((modality) => modality !== undefined))
  const [only] = modalities
  return { role: 'modality', ...(only !== undefined && modalities.size === 1 ? { deviceKind: only } : {}) }
}

/** What the services that were accepted hint at: `archive`, `worklist`, `printer`. */
export function rolesOfServer(abstractSyntaxes: readonly string[]): string[] {
  return [...new Set(abstractSyntaxes.flatMap((uid) => roleByServed[uid] ?? []))]
}

function modalityOf(uid: string): string | undefined {
  return uid.startsWith(storage) ? modalityBySuffix[uid.slice(storage.length)] : undefined
}
