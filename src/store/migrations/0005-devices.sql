-- The fleet: one organisation never sees another''s. organisation_id leads every key and every policy.

create table device (
  organisation_id uuid not null,
  device_id uuid not null,
  model_version_id integer not null default 0,
  scope text not null check (scope in ('inScope', 'scrapped', 'noSoftware')),
  asset_tag text,
  udi text,
  serial text,
  maker text,
  maker_key text,
  supplier text,
  model text,
  model_key text,
  family text,
  software_version text,
  operating_system text,
  site text,
  site_key text,
  ward text,
  ward_key text,
  room text,
  host_name text,
  ae_title text,
  macs text[] not null default '{}',
  ips text[] not null default '{}',
  status text not null,
  has_software boolean not null,
  in_service_on date,
  scrapped_on date,
  version_source text,
  version_seen_at timestamptz,
  valid_from timestamptz not null default now(),
  primary key (organisation_id, device_id)
);
comment on table device is 'A device as its hospital knows it now.';
comment on column device.model_version_id is '0: no model can be told from what the list says.';
comment on column device.maker_key is 'The maker whatever its spelling, for filters; likewise model_key, site_key and ward_key: folded words joined by dashes.';
comment on column device.version_source is 'Where the software version was read, so that an answer can say what it stands on.';
comment on column device.scope is 'inScope: in every answer. scrapped and noSoftware: counted apart.';
comment on column device.status is 'As the list says: inService, broken, lent, scrapped.';
create function without_separators(written text) returns text
language sql immutable parallel safe as $$
  select regexp_replace(upper(written), '[[:space:]/_.-]', '', 'g')
$$;
comment on function without_separators is 'A serial number or asset tag as it is compared: without spaces, dashes and case.';
create index device_by_model_version on device (organisation_id, model_version_id);
create index device_by_serial on device (organisation_id, without_separators(serial));
create index device_by_asset_tag on device (organisation_id, without_separators(asset_tag));
create index device_by_host_name on device (organisation_id, lower(host_name));
create index device_by_mac on device using gin (macs);
create index device_by_ip on device using gin (ips);

create table device_history (
  organisation_id uuid not null,
  device_id uuid not null,
  model_version_id integer not null,
  scope text not null,
  device jsonb not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  primary key (organisation_id, device_id, valid_to)
);
comment on table device_history is 'What a device row said before each change, for answers about a past day.';
comment on column device_history.device is 'The row as it was, by column name.';

create table device_count (
  organisation_id uuid not null,
  model_version_id integer not null,
  scope text not null,
  devices integer not null,
  primary key (organisation_id, model_version_id, scope)
);
comment on table device_count is 'How many devices of each model version: changed in the same statement as the devices, so that an answer never scans the fleet.';

create table device_sbom (
  organisation_id uuid not null,
  device_id uuid not null,
  sbom_id integer not null,
  valid_from timestamptz not null default now(),
  primary key (organisation_id, device_id, sbom_id)
);
comment on table device_sbom is 'Exceptions: an SBOM of one device alone, beside those of its model version.';

create table asset_import (
  organisation_id uuid not null,
  import_id uuid not null,
  file_name text not null,
  imported_at timestamptz not null default now(),
  added integer not null,
  changed integer not null,
  unchanged integer not null,
  primary key (organisation_id, import_id)
);
comment on table asset_import is 'Each import of an equipment list.';

create table rejected_line (
  organisation_id uuid not null,
  import_id uuid not null,
  line integer not null,
  text text not null,
  problem text not null,
  place integer not null,
  primary key (organisation_id, import_id, place)
);
comment on table rejected_line is 'Lines of an equipment list that could not be taken, kept apart with the reason until a person settles them.';

do $$
declare
  fleet text;
begin
  foreach fleet in array array['device', 'device_history', 'device_count', 'device_sbom', 'asset_import', 'rejected_line'] loop
    execute format('alter table %I enable row level security', fleet);
    execute format('alter table %I force row level security', fleet);
    execute format(
      'create policy own_rows on %I to auscult_app, auscult_owner
         using (organisation_id = nullif(current_setting(''auscult.organisation'', true), '''')::uuid)
         with check (organisation_id = nullif(current_setting(''auscult.organisation'', true), '''')::uuid)', fleet);
    execute format('grant select, insert, update on %I to auscult_app', fleet);
  end loop;
end $$;
revoke update on device_history, asset_import, rejected_line from auscult_app;
