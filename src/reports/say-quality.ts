import type { ComponentQuality, QualityLine, SbomQuality } from '../model/index.ts'
import type { Language } from './exporter.ts'
import { qualityWords } from './words/quality.ts'

/** An SBOM beside checklists, with the words of each line: what is looked for, and what to ask the maker where it is not all there. */
export function sayQuality(quality: SbomQuality, language: Language) {
  const words = qualityWords[language]
  return {
    components: quality.components,
    checklists: quality.checklists.map(({ lines, ...list }) => ({
      ...list,
      name: words.checklists[list.id],
      lines: lines.map((line) => sayLine(line, language)),
    })),
    says: words.noGrade,
  }
}

function sayLine(line: QualityLine, language: Language) {
  const { name, ask } = qualityWords[language].checks[line.check]
  const { pass, warn, fail } = line.counts
  const asked = pass + warn + fail
  return {
    ...line,
    says: name,
    ...(asked === 0 ? {} : { share: pass / asked }),
    ...(warn + fail === 0 ? {} : { ask }),
  }
}

/** A component and what is missed of it, in words. */
export function sayMisses(component: ComponentQuality, language: Language) {
  const words = qualityWords[language]
  return {
    ...component,
    misses: component.misses.map((miss) => ({
      ...miss,
      says: words.checks[miss.check].name,
      outcomeSays: words.outcomes[miss.outcome],
    })),
  }
}
