-- Ends of support as something that is asked about.

alter type doubt add value 'supportNotTold';

create index sbom_component_by_stated_end on sbom_component (sbom_id) where end_of_support is not null;
create index component_by_system on component (component_id) where type = 'operating-system';
