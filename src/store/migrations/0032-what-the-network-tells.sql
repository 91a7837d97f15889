-- What listening told, kept once however often it was seen, and the devices that it speaks of. All of it belongs to one organisation.

create table observed_batch (
  organisation_id uuid not null,
  batch_key uuid not null,
  sensor text not null,
  source text not null,
  observations integer not null,
  flows integer not null,
  taken_at timestamptz not null default now(),
  fused_at timestamptz,
  primary key (organisation_id, batch_key)
);
comment on table observed_batch is 'Batches of observations that were taken in. One that comes twice is known by its key and counts once.';
comment on column observed_batch.batch_key is 'Made of the sensor and the name that it gave the batch.';
comment on column observed_batch.fused_at is 'When its observations were put together into devices; null: not yet.';
create index observed_batch_waiting on observed_batch (organisation_id) where fused_at is null;

create table sighting (
  organisation_id uuid not null,
  sighting_id uuid not null,
  macs text[] not null,
  ips text[] not null,
  ae_title text,
  host_name text,
  serial_key text,
  is_router boolean not null,
  is_own boolean not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  batch_key uuid not null,
  observed_id uuid,
  primary key (organisation_id, sighting_id)
);
comment on table sighting is 'Addresses, names and a serial number that were told together, with when: what devices are told apart by.';
comment on column sighting.sighting_id is 'Made of the columns up to is_own.';
comment on column sighting.serial_key is 'Maker and serial number as they are compared.';
comment on column sighting.is_router is 'It was told that who bears these addresses forwards for others.';
comment on column sighting.is_own is 'The addresses were told by a protocol that speaks of the own ones of a device (ARP, DHCP), so no router stands between.';
comment on column sighting.batch_key is 'The batch that spoke of it last.';
comment on column sighting.observed_id is 'The device that it belongs to, as last put together.';
create index sighting_by_device on sighting (organisation_id, observed_id);

create table observation (
  organisation_id uuid not null,
  sighting_id uuid not null,
  observation_id uuid not null,
  protocol text not null,
  confidence text not null check (confidence in ('explicit', 'strong', 'weak')),
  facts jsonb not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  seen_count bigint not null,
  sensors text[] not null,
  source text not null,
  place text not null,
  primary key (organisation_id, sighting_id, observation_id)
);
comment on table observation is 'What one protocol told about one subject. The same facts of the same subject are one row, however often they are seen.';
comment on column observation.facts is 'Pairs of field and value, in a fixed order.';
comment on column observation.sensors is 'Who listened; at most eight.';
comment on column observation.source is 'The file or interface where it was seen first; place: where in it.';

create table flow_seen (
  organisation_id uuid not null,
  flow_id uuid not null,
  client_mac text,
  client_ip text,
  server_mac text,
  server_ip text,
  transport text not null,
  port integer not null,
  vlan integer,
  protocol text,
  is_clear_text boolean,
  connections bigint not null,
  unanswered bigint not null,
  packets bigint not null,
  bytes bigint not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  sensors text[] not null,
  primary key (organisation_id, flow_id)
);
comment on table flow_seen is 'Who talked to whom by which service, many connections in one row.';
comment on column flow_seen.flow_id is 'Made of both ends, transport, port, network and protocol.';
comment on column flow_seen.bytes is 'On the wire, both directions.';
create index flow_seen_by_client on flow_seen (organisation_id, client_ip);
create index flow_seen_by_server on flow_seen (organisation_id, server_ip);

create table observed_device (
  organisation_id uuid not null,
  observed_id uuid not null,
  kind text not null check (kind in ('device', 'gateway', 'router')),
  maker text,
  model text,
  serial text,
  software_version text,
  device_kind text,
  host_names text[] not null,
  ae_titles text[] not null,
  macs text[] not null,
  ips text[] not null,
  serial_keys text[] not null,
  is_clinical boolean not null,
  is_told boolean not null,
  anchors text[] not null,
  members uuid[] not null,
  facts jsonb not null,
  joins jsonb not null,
  conflicts jsonb not null,
  versions jsonb not null,
  observations integer not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  fingerprint text not null,
  standing text not null default 'onlyOnNetwork' check (standing in ('matched', 'probable', 'onlyOnNetwork')),
  device_id uuid,
  match jsonb not null default '[]',
  place text collate "C" generated always as (
    coalesce(left(maker, 50), U&'\+10FFFF') || U&'\0001' || coalesce(left(model, 50), U&'\+10FFFF') || U&'\0001'
      || coalesce(left(serial, 40), U&'\+10FFFF') || U&'\0001' || observed_id::text) stored,
  primary key (organisation_id, observed_id)
);
comment on table observed_device is 'A device as the network shows it, put together from sightings; made again whenever something of it is seen.';
comment on column observed_device.observed_id is 'Made of what it was first known by, so that it stays when more becomes known.';
comment on column observed_device.kind is 'gateway: several devices speak through it. router: it forwards for others.';
comment on column observed_device.maker is 'The most believable value; all of them with their evidence stand in facts. So do the next four.';
comment on column observed_device.is_clinical is 'It spoke of itself in a protocol that only medical equipment speaks.';
comment on column observed_device.is_told is 'Maker and model were told in fields made for them.';
comment on column observed_device.anchors is 'What it is known by: what people join and split devices with.';
comment on column observed_device.members is 'Of a gateway: the devices behind it.';
comment on column observed_device.joins is 'Why its sightings are one device.';
comment on column observed_device.conflicts is 'Facts of which there can be one alone, and several are told.';
comment on column observed_device.versions is 'Software versions told, the one in force first, with how many independent voices tell it.';
comment on column observed_device.fingerprint is 'Of the sightings and joins that it was made of.';
comment on column observed_device.standing is 'How it stands to the inventory.';
comment on column observed_device.device_id is 'The device of the inventory that it is, or (probable) may be.';
comment on column observed_device.match is 'Why, or the candidates.';
create index observed_device_by_place on observed_device (organisation_id, place);
create index observed_device_by_device on observed_device (organisation_id, device_id);

create table observed_decision (
  organisation_id uuid not null,
  decision_id uuid not null,
  kind text not null check (kind in ('same', 'apart', 'isDevice', 'isNotDevice', 'version')),
  anchor text,
  other_anchor text,
  device_id uuid,
  version text,
  against text,
  reason text,
  author text not null,
  valid_from timestamptz not null default now(),
  valid_to timestamptz not null default 'infinity',
  closed_by text,
  primary key (organisation_id, decision_id)
);
comment on table observed_decision is 'What people decided of devices on the network. It goes before what is concluded, and lasts until it is taken back.';
comment on column observed_decision.kind is 'same: two anchors are one device. apart: an anchor is a device of its own. isDevice, isNotDevice: the device of the inventory is, or is not, what bears the anchor. version: the version that a device of the inventory runs.';
comment on column observed_decision.against is 'Of a version: the observed one that it was decided in view of; another one raises the conflict again.';
create index observed_decision_in_force on observed_decision (organisation_id) where valid_to = 'infinity';

create table device_version (
  organisation_id uuid not null,
  device_id uuid not null,
  model_version_id integer not null,
  version text not null,
  declared text,
  stands text not null check (stands in ('beside', 'instead')),
  evidence jsonb not null,
  valid_from timestamptz not null default now(),
  valid_to timestamptz not null default 'infinity',
  primary key (organisation_id, device_id, valid_to)
);
comment on table device_version is 'Devices that run, or may run, another software version than their list says, by what was seen on the network.';
comment on column device_version.model_version_id is 'The model with the version that was seen.';
comment on column device_version.stands is 'beside: the device gets the worse of both verdicts. instead: independent sources or a person settled that it runs this version.';
comment on column device_version.evidence is 'Who told it, when, and whether a person confirmed it.';

alter table device
  add column found_by text not null default 'list' check (found_by in ('list', 'network'));
comment on column device.found_by is 'network: seen on the network and in no list so far.';

do $$
declare
  fleet text;
begin
  foreach fleet in array array['observed_batch', 'sighting', 'observation', 'flow_seen', 'observed_device', 'observed_decision', 'device_version'] loop
    execute format('alter table %I enable row level security', fleet);
    execute format('alter table %I force row level security', fleet);
    execute format(
      'create policy own_rows on %I to auscult_app, auscult_owner
         using (organisation_id = nullif(current_setting(''auscult.organisation'', true), '''')::uuid)
         with check (organisation_id = nullif(current_setting(''auscult.organisation'', true), '''')::uuid)', fleet);
    execute format('grant select, insert, update on %I to auscult_app', fleet);
  end loop;
end $$;
grant delete on observed_device, observation to auscult_app;
