-- A signature that comes after its document can raise it and never lower it: what proves nothing is kept beside what came with the document.
alter table statement_document add column later_signature_file bytea;
alter table statement_document add column later_signature jsonb;
alter table statement_document no force row level security;
update statement_document set later_signature_file = signature_file, signature_file = null where signed_at is not null;
alter table statement_document force row level security;
comment on column statement_document.signature_file is 'The detached signature that came with the document, as it came.';
comment on column statement_document.later_signature_file is 'The detached signature that came after the document, as it came.';
comment on column statement_document.signed_at is 'When the later detached signature came; null: there is none.';
comment on column statement_document.signature is 'What its signatures prove, as far as the document is judged by them.';
comment on column statement_document.later_signature is 'What the later signature says where it proves nothing, so that the document is not judged by it; it is shown.';
drop index statement_document_signed;
create index statement_document_signed on statement_document (owner, document_id)
  where valid_to = 'infinity' and (signature->>'is' <> 'unsigned' or later_signature_file is not null);

create or replace view readable_statement_document as
  select * from statement_document;

create or replace view readable_statement as
  select statement.*, document.format, document.format_version, document.stated_id, document.revision, document.author, document.author_key,
    document.role, document.issued_at, document.signature, document.signed_for, document.file_name, document.sha256,
    document.valid_from, document.valid_to, document.later_signature
  from statement
  join statement_document document using (document_id);
