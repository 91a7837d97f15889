/** Kysely's list of tables, empty on purpose: every statement here is set-based SQL, written with its `sql` tag, and says its own row type. */
export interface Database {}
