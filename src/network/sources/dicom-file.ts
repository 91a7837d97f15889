import { factsOf } from '../facts.ts'
import { DicomFile, looksLikeFile } from '../dicom/file.ts'
import type { FileMeta } from '../dicom/file.ts'
import { softwareOf } from '../dicom/implementations.ts'
import { isOwnStation, tellingsOf } from '../dicom/tellings.ts'
import { Notebook } from '../engine/notebook.ts'
import type { DroppedKind, Notes } from '../protocol.ts'
import type { ObservationSource, ObservedBatch, SourceOptions, SourceProblem } from '../source.ts'

/** One DICOM file: an image, a report, a directory (DICOMDIR). Read up to its pixels and no further. */
export const dicomFile: ObservationSource = {
  id: 'dicom-file',
  name: 'DICOM file',
  source: 'DICOM PS3.10 7 (files), PS3.3 F (directories), PS3.5 7 (data sets)',
  recognises: looksLikeFile,
  read,
}

async function* read(chunks: AsyncIterable<Uint8Array>, options: SourceOptions): AsyncGenerator<ObservedBatch> {
  const seenAt = options.now().getTime()
  const notebook = new Notebook({ seenAt, number: 1 }, 'file')
  const notes = notebook.notesOf('dicom-file')
  const file = new DicomFile()
  const problems: SourceProblem[] = []
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length
      const wish = file.take(chunk)
      if (wish === 'damaged') notes.malformed()
      if (wish !== 'more' || options.signal?.aborted === true) break
    }
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    problems.push({
      place: `byte ${bytes}`,
      message: `the file cannot be read further (${because}); what stood before it is kept`,
    })
  }
  const isRead = tell(file, notes)
  if (!isRead) problems.push({ message: 'the file ends before its first element, so it tells of no equipment' })
  const { dropped, malformed } = notebook
  const progress = { bytes, units: 1, unit: 'files' as const, firstSeenAt: seenAt, lastSeenAt: seenAt }
  yield { ...notebook.takeBatch(), progress: { ...progress, dropped, malformed, givenUp: 0, problems } }
}

/** False when nothing of a data set came. */
function tell(file: DicomFile, notes: Notes): boolean {
  const found = file.finish()
  if (found === undefined) return false
  for (const telling of tellingsOf(found)) notes.tell(telling)
  for (const [kind, count] of Object.entries(found.dropped)) notes.drop(kind as DroppedKind, count)
  if (file.meta !== undefined && isOwnStation(found, file.meta.sourceAe)) tellWriter(file.meta, notes)
  return true
}

/** The software that wrote the file is mostly an archive's or a converter's: it counts only where the file comes from the station that made the object. */
function tellWriter({ implementationClassUid, implementationVersionName, sourceAe }: FileMeta, notes: Notes): void {
  const subject = { aeTitle: sourceAe }
  const software = softwareOf(implementationClassUid, implementationVersionName)
  notes.tell({
    subject,
    facts: factsOf({ aeTitle: sourceAe, implementationClassUid, implementationVersionName }),
    confidence: 'explicit',
  })
  const facts = factsOf(software)
  if (facts.length > 0)
    notes.tell({ subject, facts, confidence: software.softwareProduct === undefined ? 'weak' : 'strong' })
}
