-- Who provides advisories (CSAF), by which keys, and which documents were taken of them.

create table advisory_provider (
  url text primary key,
  name text not null,
  namespace text not null,
  role text not null,
  keys jsonb not null default '[]',
  problems jsonb not null default '[]',
  pulled_at timestamptz not null default now()
);
comment on table advisory_provider is 'Providers of CSAF documents. Public knowledge.';
comment on column advisory_provider.url is 'Where its provider-metadata.json was found; for a folder what that file names as its address.';
comment on column advisory_provider.keys is 'OpenPGP keys as they were seen first: fingerprint, publicKey. Only these count; another is a problem that a person settles.';
comment on column advisory_provider.problems is 'What the last pull could not do, in sentences.';

create table provided_document (
  provider text not null references advisory_provider,
  url text not null,
  released_at timestamptz,
  state text not null check (state in ('verified', 'rejected')),
  sha256 bytea,
  signature jsonb,
  because text,
  detail text,
  seen_at timestamptz not null default now(),
  primary key (provider, url),
  check ((state = 'rejected') = (because is not null))
);
comment on table provided_document is 'Documents of a provider by their address, as they were met the last time. One is fetched again when its index names a later date, or when it was rejected.';
comment on column provided_document.released_at is 'current_release_date as the index says it.';
comment on column provided_document.signature is 'What its signature proves, by the keys of the provider.';
comment on column provided_document.because is 'Why it was not taken: a word; detail is the sentence.';
create index provided_document_rejected on provided_document (provider, url) where state = 'rejected';

grant select on advisory_provider, provided_document to auscult_app;
