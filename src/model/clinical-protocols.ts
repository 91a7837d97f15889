/** Ids of protocols and sources that only medical equipment, and the systems that it reports to, speak. A printer speaks WS-Discovery, which is not here. */
export const clinicalProtocols: ReadonlySet<string> = new Set([
  'dicom',
  'dicom-file',
  'dicom-json',
  'hl7',
  'poct1a',
  'astm',
  'intellivue',
  'carescape',
  'medibus',
])
