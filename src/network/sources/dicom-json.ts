import { readJsonObject } from '../dicom/json-model.ts'
import { JsonObjects } from '../dicom/json-objects.ts'
import { tellingsOf } from '../dicom/tellings.ts'
import { Notebook } from '../engine/notebook.ts'
import type { DroppedKind } from '../protocol.ts'
import type { ObservationSource, ObservedBatch, SourceOptions, SourceProblem } from '../source.ts'

/** Answers of DICOMweb, and what archives export in the same form. */
export const dicomJson: ObservationSource = {
  id: 'dicom-json',
  name: 'DICOM JSON (DICOMweb answer, export of an archive)',
  source: 'DICOM PS3.18 F (DICOM JSON model)',
  recognises: (head) =>
    /^\s*\[?\s*\{\s*"[\dA-Fa-f]{8}"\s*:\s*\{\s*"(?:vr|Value)"/.test(
      Buffer.from(head.subarray(0, 4096)).toString('latin1'),
    ),
  read,
}

async function* read(chunks: AsyncIterable<Uint8Array>, options: SourceOptions): AsyncGenerator<ObservedBatch> {
  const reading = new Reading(options)
  try {
    for await (const chunk of chunks) {
      for (const object of reading.take(chunk)) {
        reading.tell(object)
        if (reading.isFull) yield reading.batch()
      }
      if (options.signal?.aborted === true) break
    }
    if (options.signal?.aborted !== true) reading.end()
  } catch (error) {
    reading.breakOff(error)
  }
  yield reading.batch()
}

class Reading {
  readonly #moment: { seenAt: number; number: number }
  readonly #notebook: Notebook
  readonly #objects = new JsonObjects()
  readonly #problems: SourceProblem[] = []
  #bytes = 0

  constructor({ now }: SourceOptions) {
    this.#moment = { seenAt: now().getTime(), number: 0 }
    this.#notebook = new Notebook(this.#moment, 'object')
  }

  get isFull(): boolean {
    return this.#notebook.isFull
  }

  take(chunk: Uint8Array): Iterable<Uint8Array> {
    this.#bytes += chunk.length
    return this.#objects.take(chunk)
  }

  tell(object: Uint8Array): void {
    const notes = this.#notebook.notesOf('dicom-json')
    this.#moment.number += 1
    const found = readJsonObject(Buffer.from(object).toString('utf8'))
    if (found === undefined) {
      notes.malformed()
      return
    }
    for (const telling of tellingsOf(found)) notes.tell(telling)
    for (const [kind, count] of Object.entries(found.dropped)) notes.drop(kind as DroppedKind, count)
  }

  /** The file ends here. */
  end(): void {
    const place = `object ${this.#moment.number + 1}`
    if (this.#objects.isInside)
      this.#problems.push({ place, message: 'the file ends in the middle of it; what stood before it is kept' })
  }

  breakOff(error: unknown): void {
    const because = error instanceof Error ? error.message : String(error)
    this.#problems.push({
      place: `byte ${this.#bytes}`,
      message: `the file cannot be read further (${because}); what stood before it is kept`,
    })
  }

  batch(): ObservedBatch {
    const { tooLong } = this.#objects
    const long = {
      message: `${tooLong} objects are longer than 1 MB and were passed over; export them without pictures`,
    }
    const { dropped, malformed } = this.#notebook
    return {
      ...this.#notebook.takeBatch(),
      progress: {
        bytes: this.#bytes,
        units: this.#moment.number,
        unit: 'files',
        dropped: { ...dropped },
        malformed: { ...malformed },
        givenUp: 0,
        problems: tooLong === 0 ? [...this.#problems] : [...this.#problems, long],
      },
    }
  }
}
