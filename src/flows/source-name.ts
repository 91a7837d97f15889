import type { SourceProgress } from '../network/index.ts'

/** What all files of images are called: archives call each by its patient. */
const imagesName = 'DICOM files'
const longestName = 200

/** What a file or interface is called where a fact says what told it: its name, unless files of its kind bear the names of patients. */
export function toSourceName(given: string, { unit, units }: Pick<SourceProgress, 'unit' | 'units'>): string {
  return unit === 'files' && units > 0 ? imagesName : given.slice(0, longestName)
}
