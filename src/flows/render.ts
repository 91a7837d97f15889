export {
  renderScan,
  sayAnswer,
  sayCare,
  sayDevice,
  sayJob,
  sayModel,
  sayVersionSource,
  sayWhy,
  visible,
  visibleJson,
} from '../reports/index.ts'
export type {
  AnswerWords,
  ExporterId,
  ExportOptions,
  Language,
  SaidAnswer,
  SaidDevice,
  SaidModel,
  SaidWhy,
} from '../reports/index.ts'
