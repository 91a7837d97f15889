-- How long the releases of products are supported, as public knowledge with its history.

create table product_lifecycle (
  product text not null,
  title text not null,
  category text not null,
  purls text[] not null,
  cpes text[] not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null default 'infinity',
  primary key (product, valid_to)
);
comment on table product_lifecycle is 'Products whose support endoflife.date follows.';
comment on column product_lifecycle.product is 'Its name at the source: debian, windows-embedded.';
comment on column product_lifecycle.purls is 'Package URLs of the product, without version.';
comment on column product_lifecycle.cpes is 'CPEs of the product, without version.';

create table release_cycle (
  product text not null,
  cycle text not null,
  label text,
  released_on date,
  long_term boolean not null,
  active_ends date,
  security_ends date,
  extended_ends date,
  latest text,
  valid_from timestamptz not null,
  valid_to timestamptz not null default 'infinity',
  primary key (product, cycle, valid_to)
);
comment on table release_cycle is 'Lines of releases that are supported as one. An end is null when the source does not tell, infinity when none is known, -infinity when it is past and the day not told.';
comment on column release_cycle.active_ends is 'Last day of improvements.';
comment on column release_cycle.security_ends is 'Last day on which flaws are repaired for everybody: the end of life.';
comment on column release_cycle.extended_ends is 'Last day on which flaws are repaired for those who pay.';
comment on column release_cycle.latest is 'The newest version of the cycle.';

grant select on product_lifecycle, release_cycle to auscult_app;
