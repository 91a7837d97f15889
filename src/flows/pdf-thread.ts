import { parentPort, workerData } from 'node:worker_threads'
import { readPdf } from '../sbom/index.ts'

/** The thread in which the texts of one PDF are read; what it may take is watched from outside. */
// PDF.js leaves rejections behind for broken parts that nobody asked for; they must not end the reading of the others.
process.on('unhandledRejection', () => undefined)

parentPort?.postMessage(await readPdf(workerData as Uint8Array))
