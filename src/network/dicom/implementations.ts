import type { FactsTold } from '../facts.ts'

interface Toolkit {
  readonly product: string
  readonly maker: string
  /** Version in the implementation version name, or in the class UID. */
  readonly name: RegExp
  readonly uid?: string
}

/**
 * Toolkits that name themselves. DCMTK: seen (`OFFIS_DCMTK_367`, and 1.2.276.0.7230010.3.0.3.6.7 for 3.6.7). The others are from knowledge [K]:
 * what is told of them is a strong hint, never more.
 */
const toolkits: readonly Toolkit[] = [
  { product: 'DCMTK', maker: 'OFFIS', name: /^OFFIS_DCMTK_(\d)(\d)(\d+)$/, uid: '1.2.276.0.7230010.3.0.' },
  { product: 'dcm4che', maker: 'dcm4che', name: /^dcm4che-(?:jdbc-)?(\d[\w.-]*)$/, uid: '1.2.40.0.13.1.' },
  { product: 'pynetdicom', maker: 'pydicom', name: /^PYNETDICOM_(\d)(\d)(\d+)$/, uid: '1.2.826.0.1.3680043.9.3811.' },
  { product: 'fo-dicom', maker: 'fo-dicom', name: /^fo-dicom (\d[\w.]*)$/, uid: '1.3.6.1.4.1.30071.8' },
  { product: 'GDCM', maker: 'GDCM', name: /^GDCM (\d[\w.]*)$/, uid: '1.2.826.0.1.3680043.2.1143' },
  { product: 'ClearCanvas', maker: 'ClearCanvas', name: /^(?:ClearCanvas|CC)_(\d[\w.]*)$/ },
  { product: 'MergeCOM-3', maker: 'Merge', name: /^MergeCOM3_(\d)(\d+)$/ },
]

/** Makers by the root of their UIDs [K]: who wrote the DICOM software, which need not be who made the device. */
const makerByRoot: readonly (readonly [root: string, maker: string])[] = [
  ['1.2.840.113619.', 'GE Healthcare'],
  ['1.3.12.2.1107.5.', 'Siemens Healthineers'],
  ['1.3.46.670589.', 'Philips'],
  ['1.2.840.113704.', 'Philips'],
  ['1.2.392.200036.9116.', 'Canon Medical Systems'],
  ['1.2.392.200036.9125.', 'Fujifilm'],
  ['1.2.392.200036.9107.', 'Konica Minolta'],
  ['1.2.840.113564.', 'Carestream Health'],
  ['1.2.124.113532.', 'Agfa HealthCare'],
  ['1.3.51.0.', 'Agfa HealthCare'],
  ['2.16.840.1.113669.', 'Merge'],
  ['1.2.840.113711.', 'Hologic'],
]

/** What an implementation says of the software that speaks DICOM: its maker, and the toolkit with its version where that names itself. */
export function softwareOf(classUid = '', versionName = ''): FactsTold {
  for (const { product, maker, name, uid } of toolkits) {
    const version = name.exec(versionName)?.slice(1).join('.')
    if (version !== undefined)
      return { softwareMaker: maker, softwareProduct: product, softwareProductVersion: version }
    if (uid !== undefined && classUid.startsWith(uid)) return { softwareMaker: maker, softwareProduct: product }
  }
  const maker = makerByRoot.find(([root]) => classUid.startsWith(root))?.[1]
  return maker === undefined ? {} : { softwareMaker: maker }
}
