-- Flaws that are exploited by whichever source says so, and flaws of which no source tells, in a form a machine can read, what is affected.

create view known_exploited as
select vulnerability_id, added_on, valid_from, valid_to
from exploited_flaw
union all
select vulnerability_id, (assessment->>'exploitedSince')::date, valid_from, valid_to
from advisory
where assessment ? 'exploitedSince' and not withdrawn;
comment on view known_exploited is 'Since when a flaw is known to be exploited, by each source that says so: the catalogue of CISA, its assessments in the CVE List, ENISA.';
grant select on known_exploited to auscult_app;

create index advisory_exploited on advisory (vulnerability_id) where assessment ? 'exploitedSince' and not withdrawn;

create index advisory_standing on advisory (vulnerability_id, range_count) where valid_to = 'infinity' and not withdrawn;
comment on index advisory_standing is 'For blind spots: flaws none of whose standing advisories has a range that a machine can use.';
