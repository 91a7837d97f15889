import { createTheme } from '@mantine/core'
import type { CSSVariablesResolver } from '@mantine/core'

/** The colours and letters of the pages for Mantine's parts; base.css holds the same and all others as variables. */
export const theme = createTheme({
  fontFamily: 'var(--letters)',
  fontFamilyMonospace: 'var(--letters-mono)',
  colors: {
    petrol: [
      '#e9f6f8',
      '#d3eaee',
      '#a6d6de',
      '#6fc7d4',
      '#3da7b7',
      '#1b8496',
      '#127283',
      '#0d6070',
      '#0a505d',
      '#063b45',
    ],
  },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
})

/** Mantine's parts take paper and ink from base.css, in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-placeholder': 'var(--ink-soft)',
    '--mantine-color-anchor': 'var(--brand)',
  },
  light: {},
  dark: {},
})
