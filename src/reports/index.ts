export { escapeCsvCell, toCsvLine } from './csv.ts'
