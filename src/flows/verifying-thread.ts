import { parentPort, workerData } from 'node:worker_threads'
import { verifyEnveloped } from '../signatures/index.ts'
import type { EnvelopedDocument } from '../signatures/index.ts'

/** The thread in which the signatures inside one large document are verified. */
parentPort?.postMessage(verifyEnveloped(workerData as EnvelopedDocument))
