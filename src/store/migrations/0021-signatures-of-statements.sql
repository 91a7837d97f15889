-- What was given with a document of statements to prove whose it is, so that it is judged again when keys come or go.
alter table statement_document add column signature_file bytea;
comment on column statement_document.signature_file is 'A detached signature, as it came.';
create index statement_document_signed on statement_document (owner, document_id) where valid_to = 'infinity' and signature->>'is' <> 'unsigned';

create or replace view readable_statement_document as
  select * from statement_document;
