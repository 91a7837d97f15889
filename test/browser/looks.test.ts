import { looksWalks } from './looks.ts'
import { play } from './play.ts'

play('the looks of the pages', looksWalks)
