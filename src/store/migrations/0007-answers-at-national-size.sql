-- What an answer for a whole nation stands on: the fleet in memory as long as nothing changed, SBOMs by what they list, devices in their order.

-- The organisation is read once for a statement and not once for a row. Both tables lie on the coordinator (docs/adr/0006), where a policy may
-- hold such a subquery; those of the distributed tables stay as they are.
alter policy readable on sbom
  using (owner = (select nullif(current_setting('auscult.organisation', true), '')::uuid)
         or audience && (select array[nullif(current_setting('auscult.organisation', true), '')::uuid, '00000000-0000-0000-0000-000000000000'::uuid]));
alter policy own_rows on device_count
  using (organisation_id = (select nullif(current_setting('auscult.organisation', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('auscult.organisation', true), '')::uuid));

create function own_readers() returns uuid[]
language sql stable parallel safe as $$
  select array[nullif(current_setting('auscult.organisation', true), '')::uuid, '00000000-0000-0000-0000-000000000000'::uuid]
$$;
comment on function own_readers is 'The organisation of the transaction and the nil uuid: an SBOM of one of them, or for one of them, is readable.';

-- Which SBOMs list a component, as bits: a flaw that most SBOMs list is met by the tenth of a thousand of the work that ids took, one by one
-- (102,000 pairs of component and SBOM: 7 ms against 60). Who may read them stands beside them, so that the wall costs no look at each SBOM.
create table posting (
  component_id integer not null,
  reader uuid not null,
  bucket integer not null,
  sbom_bits bit(512) not null,
  primary key (component_id, reader, bucket)
) with (fillfactor = 90);
comment on table posting is 'Which SBOMs list a component as deployed, by who may read them.';
comment on column posting.reader is 'The nil uuid where all may read; else the owner of the SBOMs, or one of their audience.';
comment on column posting.bucket is 'sbom_id / 512: one more SBOM sets one bit in one small row for each component.';
comment on column posting.sbom_bits is 'The SBOM of place sbom_id % 512 lists it.';

create function readers_of(owner uuid, audience uuid[]) returns uuid[]
language sql immutable parallel safe as $$
  select case when '00000000-0000-0000-0000-000000000000'::uuid = any(audience) then array['00000000-0000-0000-0000-000000000000'::uuid]
    else array(select distinct reader from unnest(owner || audience) as reader) end
$$;
comment on function readers_of is 'By whom the postings of an SBOM are found.';

create function post_sbom(posted integer, readers uuid[], mark integer) returns void language plpgsql set search_path from current as $$
declare
  own text := current_setting('auscult.organisation', true);
  each uuid;
begin
  foreach each in array readers loop
    perform set_config('auscult.organisation', each::text, true); -- the row policy shows each reader its own postings alone
    if mark = 0 then
      update posting set sbom_bits = set_bit(sbom_bits, posted % 512, 0)
      where reader = each and bucket = posted / 512
        and component_id in (select component_id from sbom_component where sbom_id = posted and deployed);
    else
      insert into posting (component_id, reader, bucket, sbom_bits)
      select component_id, each, posted / 512, set_bit(0::bit(512), posted % 512, 1)
      from (select distinct component_id from sbom_component where sbom_id = posted and deployed) as listed
      order by component_id
      on conflict (component_id, reader, bucket) do update set sbom_bits = posting.sbom_bits | excluded.sbom_bits;
    end if;
  end loop;
  perform set_config('auscult.organisation', own, true);
end $$;
comment on function post_sbom is 'Writes the postings of an SBOM whose lines are stored for some readers, or (mark 0) takes them back.';

alter table sbom no force row level security;
insert into posting (component_id, reader, bucket, sbom_bits)
select component_id, reader, sbom_id / 512, bit_or(set_bit(0::bit(512), sbom_id % 512, 1))
from component_sbom
cross join lateral unnest(sbom_ids) as listed (sbom_id)
join sbom using (sbom_id)
cross join lateral unnest(readers_of(owner, audience)) as reader
group by component_id, reader, sbom_id / 512
order by component_id, reader, sbom_id / 512;
alter table sbom force row level security;

alter table posting enable row level security;
alter table posting force row level security;
create policy readable on posting for select to auscult_app, auscult_owner using (reader = any((select own_readers())::uuid[]));
create policy supplied on posting for insert to auscult_owner with check (true);
create policy supplied_again on posting for update to auscult_owner using (true) with check (true);

create view listing as
  select component_id, bucket, sbom_bits from posting;
comment on view listing is 'Which readable SBOMs list a component as deployed.';

create or replace view readable_component as
  select component.*
  from component
  where exists (select from posting where posting.component_id = component.component_id)
     or exists (select from own_model_version own where own.component_id = component.component_id);

create or replace view readable_component_key as
  select component_key.*
  from component_key
  where exists (select from posting where posting.component_id = component_key.component_id)
     or exists (select from own_model_version own where own.component_id = component_key.component_id);

create or replace view readable_component_word as
  select component_word.*
  from component_word
  where exists (select from posting where posting.component_id = component_word.component_id);

drop view listed_component;
drop table component_sbom;

-- What a fleet stands on is kept in the memory of a server. Whether it still holds is told by the transactions that changed something since:
-- exact, and nobody waits for anybody, as at a counter.
alter table sbom_target add column changed_in xid8 not null default pg_current_xact_id();
alter table device_count add column changed_in xid8 not null default pg_current_xact_id();
comment on column sbom_target.changed_in is 'The transaction that wrote the row, or changed its SBOM; no backup holds it.';
comment on column device_count.changed_in is 'The transaction that wrote the row last; no backup holds it.';
create index sbom_target_by_change on sbom_target (changed_in);
create index device_count_by_change on device_count (organisation_id, changed_in);

create function note_count_change() returns trigger language plpgsql set search_path from current as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end $$;
create trigger count_changed before update on device_count for each row execute function note_count_change();

create function note_sbom_change() returns trigger language plpgsql set search_path from current as $$
begin
  update sbom_target set changed_in = pg_current_xact_id() where sbom_id = new.sbom_id;
  if readers_of(new.owner, new.audience) is distinct from readers_of(old.owner, old.audience) then
    perform post_sbom(new.sbom_id, readers_of(old.owner, old.audience), 0);
    perform post_sbom(new.sbom_id, readers_of(new.owner, new.audience), 1);
  end if;
  return null;
end $$;
create trigger sbom_changed after update on sbom for each row execute function note_sbom_change();
comment on function note_sbom_change is 'An SBOM that is retired, or read by others than before, changes what fleets stand on.';

-- What an SBOM that does not list a piece of hardware says of it.
alter table sbom add column describes_hardware boolean not null default false;
comment on column sbom.describes_hardware is 'A deployed part of it is a piece of hardware by its CPE: only then its silence on other hardware means anything.';
alter table sbom no force row level security;
alter table sbom disable trigger sbom_changed;
update sbom set describes_hardware = true
where sbom_id in (
  select line.sbom_id
  from package_key
  join component_key using (key_id)
  join sbom_component line using (component_id)
  where package_key.layer = 'hardware' and line.deployed
);
alter table sbom enable trigger sbom_changed;
alter table sbom force row level security;

create or replace view readable_sbom as
  select * from sbom;

create view fleet_standing as
  select count.organisation_id, count.model_version_id, count.scope, count.devices, count.changed_in,
    model_version.model_version_id is not null as has_model, model_version.version is not null as has_version
  from device_count count
  left join model_version using (model_version_id);
comment on view fleet_standing is 'The model versions that the organisation has, or had, devices of, with what is known of each.';

create view described_model_version as
  select target.model_version_id, target.valid_from as described_from, sbom.sbom_id, sbom.valid_from, sbom.valid_to, sbom.complete,
    sbom.describes_operating_system, sbom.describes_firmware, sbom.describes_hardware, sbom.states_sources, sbom.hashed_with
  from sbom_target target
  join sbom using (sbom_id);
comment on view described_model_version is 'Which readable SBOM describes which model version, and what it says of itself.';

create view own_standing_change as
  select target.model_version_id, target.changed_in
  from sbom_target target
  where exists (select from device_count count where count.model_version_id = target.model_version_id);
comment on view own_standing_change is 'When what describes the organisation''s model versions changed last.';

grant select on fleet_standing, described_model_version, own_standing_change, listing to auscult_app;

-- Devices in the order in which they are listed, and the first device of a model version.
create function device_place(site text, ward text, maker text, model text, version text, asset_tag text, serial text, device_id uuid) returns text
language sql immutable parallel safe as $$
  select coalesce(left(site, 80), U&'\+10FFFF') || U&'\0001' || coalesce(left(ward, 80), U&'\+10FFFF') || U&'\0001'
    || coalesce(left(maker, 50), U&'\+10FFFF') || U&'\0001' || coalesce(left(model, 50), U&'\+10FFFF') || U&'\0001'
    || coalesce(left(version, 40), U&'\+10FFFF') || U&'\0001' || coalesce(left(asset_tag, 40), U&'\+10FFFF') || U&'\0001'
    || coalesce(left(serial, 40), U&'\+10FFFF') || U&'\0001' || device_id::text
$$;
comment on function device_place is 'Where a device stands in lists, as one text: by site, ward, maker, model, version, asset tag and serial number, what is not known last. Row policies let an index find a place in it, as they would not in an array or a row.';
create index device_in_order on device (organisation_id, (device_place(site, ward, maker, model, software_version, asset_tag, serial, device_id)) collate "C");
drop index device_by_model_version;
create index device_by_model_version on device (organisation_id, model_version_id, device_id);
