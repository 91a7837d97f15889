-- Two SBOMs are compared by what one of them lists alone; of what both list, only what depends on a configuration has to be looked at.

create index finding_of_component_conditional on finding (component_id) where valid_to = 'infinity' and conditional;
