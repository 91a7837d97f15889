-- Where components and ranges meet. Per distinct component, never per SBOM: SBOMs are met at read time.

create table finding (
  vulnerability_id integer not null,
  component_id integer not null,
  range_id integer not null,
  tier smallint not null,
  doubt doubt,
  conditional boolean not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null default 'infinity'
);
comment on table finding is 'A component meets a range. doubt null: affected; otherwise unknown, and why.';
comment on column finding.doubt is 'Null: affected. Otherwise why it cannot be told.';
comment on column finding.range_id is 'The range that decides, the surest of those it meets.';
comment on column finding.conditional is 'Counts only where the configuration of the range holds, which each model version settles for itself.';
create index finding_by_vulnerability on finding (vulnerability_id) include (component_id, range_id, tier, doubt, conditional) where valid_to = 'infinity';
create index finding_by_component on finding (component_id) where valid_to = 'infinity';
create index finding_of_every_day on finding (vulnerability_id, valid_from);

create table stale_vulnerability (vulnerability_id integer not null);
comment on table stale_vulnerability is 'Flaws whose ranges changed since the last rematch; written in the transaction that changed them.';
create table stale_component (component_id integer not null, is_new boolean not null default false);
comment on table stale_component is 'Components that are new, or whose feed coverage changed, since the last rematch.';
create table rematch_run (
  finished_at timestamptz not null default now(),
  kind text not null check (kind in ('incremental', 'full')),
  opened bigint not null,
  closed bigint not null
);
comment on column stale_component.is_new is 'False when only the feed coverage changed: its new findings hold since now, not since their range is known.';
comment on table rematch_run is 'Each rematch: how many findings it opened and closed.';

create function attributes_agree(asked text[], stated text[]) returns boolean
language sql immutable parallel safe as $$
  select asked is null or stated is null or not exists (
    select from unnest(asked, stated) as attribute (a, s)
    where a <> '*' and s <> '*' and a <> s and a !~ '[*?]'
  )
$$;
comment on function attributes_agree is 'False only when a CPE attribute is stated on both sides and differs (NISTIR 7696: disjoint).';

grant select on finding, stale_vulnerability, stale_component, rematch_run to auscult_app;
