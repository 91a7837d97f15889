/** The door for what listens on a small box and hands on: it loads the network alone. */
export { openSensorQueue } from './sensor-queue.ts'
export { sense } from './sense.ts'
export type { DeliveryState, Post } from './sensor-delivery.ts'
export type { Sensed, SensedSource } from './sense.ts'
export type { SensorQueue } from './sensor-queue.ts'
