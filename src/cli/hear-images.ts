import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { filesSensor, isDicomFile, listenToImages } from '../flows/listening.ts'
import type { Heard } from '../flows/listening.ts'
import { visibleJson } from '../model/index.ts'
import type { Asked, Into } from './hearing.ts'
import { openBar } from './progress.ts'
import type { Session } from './session.ts'

/** Enough to know a DICOM file, behind its preamble. */
const headBytes = 256
/** The elements that are read stand in the first kilobytes. */
const chunkBytes = 16 * 1024

/** Which of the files are DICOM. One that cannot be opened is none; whoever reads it says so. */
export async function partImages(
  files: readonly string[],
): Promise<{ readonly images: readonly string[]; readonly others: readonly string[] }> {
  const images: string[] = []
  const others: string[] = []
  for (const file of files) {
    const isImage = file !== '-' && (await headOf(file).then(isDicomFile, () => false))
    if (isImage) images.push(file)
    else others.push(file)
  }
  return { images, others }
}

/** What the summary calls them: their names may be those of patients, and one among many says nothing. */
export function nameOfImages(images: readonly string[]): string {
  return images.length === 1 ? 'one DICOM file' : `${images.length} DICOM files`
}

/** Reads DICOM files up to their pixels, all as one source. */
export async function hearImages(
  { screen, signal }: Session,
  images: readonly string[],
  { isLines, sensor }: Asked,
  into: Into | undefined,
): Promise<Heard> {
  const bar = openBar(screen, 'DICOM files')
  async function* opened(): AsyncGenerator<AsyncIterable<Uint8Array>> {
    for (const [index, file] of images.entries()) {
      bar.show(index, images.length, 'heard')
      yield createReadStream(file, { highWaterMark: chunkBytes })
    }
  }
  const run = { sensor: sensor ?? filesSensor, source: 'DICOM files', name: 'images' }
  try {
    return await listenToImages({
      files: opened(),
      now: () => new Date(),
      signal,
      ...(into && { keep: { store: into.store, organisationId: into.organisation.organisationId, ...run } }),
      onBatch: async ({ observations }) => {
        if (isLines) await screen.answer(observations.map((each) => `${visibleJson(each)}\n`))
      },
    })
  } finally {
    bar.end()
  }
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
