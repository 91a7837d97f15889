-- Most components are listed by a few dozen SBOMs, which are scattered over all buckets: as bits they took seventeen rows on average, and reading
-- those was what a question waited for. Now the first SBOMs of a component stand in one short row, and only what no longer fits goes to bits.

alter table posting rename to further_posting;
alter index posting_pkey rename to further_posting_pkey;
comment on table further_posting is 'Which SBOMs list a component as deployed besides those in its row of posting, once that is full; by who may read them.';

create table posting (
  component_id integer not null,
  reader uuid not null,
  sbom_ids bytea not null,
  primary key (component_id, reader)
) with (fillfactor = 90);
comment on table posting is 'Which SBOMs list a component as deployed, by who may read them. What comes after the row is full stands in further_posting.';
comment on column posting.reader is 'The nil uuid where all may read; else the owner of the SBOMs, or one of their audience.';
comment on column posting.sbom_ids is 'Ids of SBOMs, four bytes each, in no order, some perhaps twice; 0 where one was taken back, so that a full row stays full.';

create function is_full(sbom_ids bytea) returns boolean
language sql immutable parallel safe as $$ select octet_length(sbom_ids) >= 1024 $$;
comment on function is_full is 'A row of posting with these SBOMs takes no more: 256, or a few more where several came at once.';

create function ids_in(sbom_ids bytea) returns setof integer
language sql immutable strict parallel safe rows 30 as $$
  select sbom_id
  from generate_series(0, octet_length(sbom_ids) - 4, 4) as at
  cross join lateral (
    select (get_byte(sbom_ids, at) << 24) | (get_byte(sbom_ids, at + 1) << 16) | (get_byte(sbom_ids, at + 2) << 8) | get_byte(sbom_ids, at + 3)
  ) as each (sbom_id)
  where sbom_id <> 0
$$;
comment on function ids_in is 'The SBOMs in a row of posting.';

create function without_id(sbom_ids bytea, gone integer) returns bytea
language sql immutable strict parallel safe as $$
  select string_agg(case when substr(sbom_ids, at, 4) = int4send(gone) then int4send(0) else substr(sbom_ids, at, 4) end, '' order by at)
  from generate_series(1, octet_length(sbom_ids), 4) as at
$$;
comment on function without_id is 'A row of posting with one SBOM taken back.';

set local work_mem = '256MB';
alter table sbom no force row level security;
create temporary table listed on commit drop as
  select component_id, reader, sbom_id, row_number() over (partition by component_id, reader order by sbom_id) as place
  from (select distinct component_id, sbom_id from sbom_component where deployed) as line
  join (select sbom_id, unnest(readers_of(owner, audience)) as reader from sbom) as readable using (sbom_id);
alter table sbom force row level security;

alter table further_posting no force row level security;
truncate further_posting;
insert into further_posting (component_id, reader, bucket, sbom_bits)
select component_id, reader, sbom_id / 512, bit_or(set_bit(0::bit(512), sbom_id % 512, 1))
from listed
where place > 256
group by component_id, reader, sbom_id / 512
order by component_id, reader, sbom_id / 512;
alter table further_posting force row level security;
insert into posting (component_id, reader, sbom_ids)
select component_id, reader, string_agg(int4send(sbom_id), '')
from listed
where place <= 256
group by component_id, reader
order by component_id, reader;
drop table listed;

alter table posting enable row level security;
alter table posting force row level security;
create policy readable on posting for select to auscult_app, auscult_owner using (reader = any((select own_readers())::uuid[]));
create policy supplied on posting for insert to auscult_owner with check (true);
create policy supplied_again on posting for update to auscult_owner using (true) with check (true);
create policy taken_back on posting for delete to auscult_owner using (true);

create function write_postings(written integer[], readers uuid[]) returns void language plpgsql set search_path from current as $$
begin
  with line as materialized (
    select distinct component_id, reader, sbom_id
    from (select sbom_id, unnest(coalesce(readers, readers_of(owner, audience))) as reader from sbom where sbom_id = any(written)) as readable
    join sbom_component using (sbom_id)
    where deployed
  ),
  crowded as materialized (
    select component_id, reader
    from (select distinct component_id, reader from line) as each join posting using (component_id, reader)
    where is_full(sbom_ids)
  ),
  kept as (
    insert into posting (component_id, reader, sbom_ids)
    select component_id, reader, string_agg(int4send(sbom_id), '')
    from line
    where (component_id, reader) not in (select component_id, reader from crowded)
    group by component_id, reader
    order by component_id, reader
    on conflict (component_id, reader) do update set sbom_ids = posting.sbom_ids || excluded.sbom_ids
      where not is_full(posting.sbom_ids)
    returning component_id, reader
  )
  insert into further_posting (component_id, reader, bucket, sbom_bits)
  select component_id, reader, sbom_id / 512, bit_or(set_bit(0::bit(512), sbom_id % 512, 1))
  from line
  where (component_id, reader) not in (select component_id, reader from kept)
  group by component_id, reader, sbom_id / 512
  order by component_id, reader, sbom_id / 512
  on conflict (component_id, reader, bucket) do update set sbom_bits = further_posting.sbom_bits | excluded.sbom_bits;
end $$;
comment on function write_postings is 'Writes the postings of SBOMs whose lines are stored, for these readers or (null) for all that may read them. A row that fills up meanwhile sends what is too much to bits.';

create or replace function post_sbom(posted integer, readers uuid[], mark integer) returns void language plpgsql set search_path from current as $$
declare
  own text := current_setting('auscult.organisation', true);
  each uuid;
begin
  foreach each in array readers loop
    perform set_config('auscult.organisation', each::text, true); -- the row policy shows each reader its own postings alone
    if mark = 0 then
      update further_posting set sbom_bits = set_bit(sbom_bits, posted % 512, 0)
      where reader = each and bucket = posted / 512
        and component_id in (select component_id from sbom_component where sbom_id = posted and deployed);
      update posting set sbom_ids = without_id(sbom_ids, posted)
      where reader = each and component_id in (select component_id from sbom_component where sbom_id = posted and deployed);
      delete from posting
      where reader = each and component_id in (select component_id from sbom_component where sbom_id = posted and deployed)
        and btrim(sbom_ids, '\x00') = ''
        and not exists (
          select from further_posting further
          where further.component_id = posting.component_id and further.reader = each and bit_count(further.sbom_bits) > 0
        );
    else
      perform write_postings(array[posted], array[each]);
    end if;
  end loop;
  perform set_config('auscult.organisation', own, true);
end $$;
comment on function post_sbom is 'Writes the postings of an SBOM whose lines are stored for some readers, or (mark 0) takes them back.';

drop view listing;
create view listing as
  select component_id, sbom_ids from posting;
comment on view listing is 'Which readable SBOMs list a component as deployed, but for those of further_listing where the row is full.';
create view further_listing as
  select component_id, bucket, sbom_bits from further_posting;
comment on view further_listing is 'Which readable SBOMs list a component as deployed besides; bucket is sbom_id / 512, and the bit of sbom_id % 512 is set.';
grant select on listing, further_listing to auscult_app;

create or replace view readable_component as
  select component.*
  from component
  cross join lateral (
    select from posting where posting.component_id = component.component_id
    union all
    select from own_model_version own where own.component_id = component.component_id
    limit 1
  ) as listed;

create or replace view readable_component_key as
  select key.*
  from component_key key
  cross join lateral (
    select from posting where posting.component_id = key.component_id
    union all
    select from own_model_version own where own.component_id = key.component_id
    limit 1
  ) as listed;

create or replace view readable_component_word as
  select component_word.*
  from component_word
  cross join lateral (
    select from posting where posting.component_id = component_word.component_id limit 1
  ) as listed;

-- The versions that alternatives of a configuration speak of, together: one look tells whether a version is in one of hundreds of ranges.
create type key_range as range (subtype = bytea);
comment on type key_range is 'Versions from one sort key up to, and without, another.';

create function layers_of(asked integer[]) returns table (component_id integer, layers text[])
language sql stable security definer parallel safe rows 500 set search_path from current as $$
  with own as materialized (
    select distinct component_id, key_id from component_key where component_id = any(asked)
  ),
  layer as materialized (
    select key_id, layer from package_key where key_id = any(array(select distinct key_id from own)) and starts_with(key, 'cpe/')
  )
  select component_id, array_agg(distinct layer) from own join layer using (key_id) group by component_id
$$;
comment on function layers_of is 'The layers that the CPEs of components put them in; none for those without a CPE. It tells of what is named to it, as keys_asked does.';
revoke all on function layers_of from public;
grant execute on function layers_of to auscult_app;
