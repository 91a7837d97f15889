-- The parts of its network that a hospital gave a name, so that flows are told by them.
create table network_zone (
  organisation_id uuid not null,
  network cidr not null,
  name text not null,
  author text not null,
  named_at timestamptz not null default now(),
  primary key (organisation_id, network)
);
comment on table network_zone is 'A network that a hospital gave a name. An address is of the narrowest that holds it.';

alter table network_zone enable row level security;
alter table network_zone force row level security;
create policy own_rows on network_zone to auscult_app, auscult_owner
  using (organisation_id = nullif(current_setting('auscult.organisation', true), '')::uuid)
  with check (organisation_id = nullif(current_setting('auscult.organisation', true), '')::uuid);
grant select, insert, update, delete on network_zone to auscult_app;
