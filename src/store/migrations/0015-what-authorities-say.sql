-- What the numbering authorities of CVEs say of their own products, and how CISA weighs a flaw.

alter type doubt add value 'statusNotTold' after 'rangeUnreadable';

comment on column affected_range.problem is 'Why the range cannot be read (kind unreadable), or why its source does not tell whether the versions in it are affected: a match is then a doubt.';

alter table advisory add column assessment jsonb;
comment on column advisory.assessment is 'How the flaw is used, as one source weighed it: exploitation, automatable, technicalImpact (SSVC), assessedAt, exploitedSince, source. Its history is that of the revisions.';
