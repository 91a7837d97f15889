-- Two SBOMs are compared by the keys of their components, each looked up once however many lines list it.

create function keys_of(asked integer[]) returns setof component_key
language sql stable security definer parallel safe rows 500 set search_path from current as $$
  select * from component_key where component_id = any(asked)
$$;
comment on function keys_of is 'The keys of these components. Like keys_asked it tells of what is named to it, and nobody can list with it what others have.';
revoke all on function keys_of from public;
grant execute on function keys_of to auscult_app;
