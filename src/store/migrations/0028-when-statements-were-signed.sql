-- A signature may come after its document: it is judged by the time at which it came itself.
alter table statement_document add column signed_at timestamptz;
comment on column statement_document.signed_at is 'When the detached signature came; null: with the document, or there is none.';

create or replace view readable_statement_document as
  select * from statement_document;
