-- Makers give one serial number to the SBOMs of several products, so a document of statements is told from others by what it describes too.
alter table statement_document add column about text not null default '';
comment on column statement_document.about is 'What the document describes, for comparison: a document follows another of its id and author only where both are about the same. Empty: its id alone tells.';

drop index statement_document_live_by_content;
create unique index statement_document_live_by_content on statement_document (owner, sha256, md5(about)) where valid_to = 'infinity';

create or replace view readable_statement_document as
  select * from statement_document;
