-- Why an alias was closed stands beside who closed it and when.
alter table alias add column closed_because text;
comment on column alias.closed_because is 'Why it was closed, as who closed it said; null while it holds, and where nobody said.';
