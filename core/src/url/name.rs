//! The names of the system query options.

/// A system query option (URL conventions 5.1; temporal data; data aggregation).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OptionName {
    Apply,
    At,
    Compute,
    Count,
    DeltaToken,
    Expand,
    Filter,
    Format,
    From,
    Id,
    Index,
    Levels,
    OrderBy,
    SchemaVersion,
    Search,
    Select,
    Skip,
    SkipToken,
    To,
    ToInclusive,
    Top,
}

use OptionName as N;

impl OptionName {
    pub(crate) const ALL: &'static [OptionName] = &[
        N::Apply,
        N::At,
        N::Compute,
        N::Count,
        N::DeltaToken,
        N::Expand,
        N::Filter,
        N::Format,
        N::From,
        N::Id,
        N::Index,
        N::Levels,
        N::OrderBy,
        N::SchemaVersion,
        N::Search,
        N::Select,
        N::Skip,
        N::SkipToken,
        N::To,
        N::ToInclusive,
        N::Top,
    ];

    /// What can stand in the query of a resource.
    pub(crate) const OF_RESOURCE: &'static [OptionName] = &[
        N::Apply,
        N::At,
        N::Compute,
        N::Count,
        N::DeltaToken,
        N::Expand,
        N::Filter,
        N::Format,
        N::From,
        N::Id,
        N::Index,
        N::OrderBy,
        N::SchemaVersion,
        N::Search,
        N::Select,
        N::Skip,
        N::SkipToken,
        N::To,
        N::ToInclusive,
        N::Top,
    ];

    /// What can stand behind `$metadata` and `$batch`.
    pub(crate) const OF_SERVICE: &'static [OptionName] = &[N::Format];

    /// What can stand behind `$entity`.
    pub(crate) const OF_ENTITY: &'static [OptionName] = &[N::Format, N::Id];

    /// What can stand behind `$entity` and a type.
    pub(crate) const OF_CAST_ENTITY: &'static [OptionName] =
        &[N::Format, N::Id, N::Expand, N::Select];

    /// What an expanded count takes in parentheses (expandCountOption).
    pub(crate) const OF_COUNT: &'static [OptionName] = &[N::Filter, N::Search];

    /// What an expanded reference takes in parentheses (expandRefOption).
    pub(crate) const OF_REF: &'static [OptionName] =
        &[N::Filter, N::Search, N::OrderBy, N::Skip, N::Top, N::Count];

    /// What an expanded property takes in parentheses (expandOption).
    pub(crate) const OF_EXPAND: &'static [OptionName] = &[
        N::Filter,
        N::Search,
        N::OrderBy,
        N::Skip,
        N::Top,
        N::Count,
        N::Select,
        N::Expand,
        N::Compute,
        N::Levels,
        N::Apply,
        N::At,
        N::From,
        N::To,
        N::ToInclusive,
    ];

    /// What a selected property takes in parentheses (selectOption).
    pub(crate) const OF_SELECT: &'static [OptionName] = &[
        N::Filter,
        N::Search,
        N::Count,
        N::OrderBy,
        N::Skip,
        N::Top,
        N::Compute,
        N::Select,
    ];

    /// As it is written.
    pub(crate) fn name(self) -> &'static str {
        match self {
            N::Apply => "$apply",
            N::At => "$at",
            N::Compute => "$compute",
            N::Count => "$count",
            N::DeltaToken => "$deltatoken",
            N::Expand => "$expand",
            N::Filter => "$filter",
            N::Format => "$format",
            N::From => "$from",
            N::Id => "$id",
            N::Index => "$index",
            N::Levels => "$levels",
            N::OrderBy => "$orderby",
            N::SchemaVersion => "$schemaversion",
            N::Search => "$search",
            N::Select => "$select",
            N::Skip => "$skip",
            N::SkipToken => "$skiptoken",
            N::To => "$to",
            N::ToInclusive => "$toInclusive",
            N::Top => "$top",
        }
    }

    /// The option of that name, in any case and, for most, with or without the dollar sign (4.01).
    pub(crate) fn from_name(name: &str) -> Option<OptionName> {
        let (bare, has_dollar) = match name.strip_prefix('$') {
            Some(bare) => (bare, true),
            None => (name, false),
        };
        let found = N::ALL.iter().copied().find(|option| {
            option
                .name()
                .strip_prefix('$')
                .is_some_and(|known| known.eq_ignore_ascii_case(bare))
        })?;
        let needs_dollar = matches!(
            found,
            N::DeltaToken | N::SkipToken | N::At | N::From | N::To | N::ToInclusive
        );
        (has_dollar || !needs_dollar).then_some(found)
    }
}
