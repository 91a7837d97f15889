/** The tables and views, for Kysely. */
export interface Database {}
