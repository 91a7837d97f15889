import { parentPort, workerData } from 'node:worker_threads'
import { readAssetList } from '../inventory/index.ts'
import type { ListToRead } from './read-assets.ts'

/** The thread in which an equipment list is read that is a workbook: unpacking and parsing it may take seconds. */
const { bytes, options } = workerData as ListToRead
parentPort?.postMessage(await readAssetList(bytes, options))
