//! Values of an enumeration whose members are flags, as generated code has one.

use odata::Enumeration as _;

#[derive(Clone)]
enum Rights {
    None,
    Read,
    Write,
    Other(Box<str>),
}

impl odata::Enumeration for Rights {
    const INFO: &'static odata::EnumInfo<Self> = &odata::EnumInfo {
        name: "shop.Rights",
        members: &[
            ("None", Self::None),
            ("ReadAccess", Self::Read),
            ("WriteAccess", Self::Write),
        ],
        other: Self::Other,
    };

    fn other(&self) -> Option<&str> {
        match self {
            Self::Other(name) => Some(name),
            _ => None,
        }
    }
}

impl odata::Value for Rights {
    type Form = odata::decode::AsMember;
}

impl PartialEq for Rights {
    fn eq(&self, other: &Self) -> bool {
        odata::decode::same_member(self, other)
    }
}

impl std::fmt::Debug for Rights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.member())
    }
}

impl Default for Rights {
    fn default() -> Self {
        Self::Other(Box::default())
    }
}

/// CSDL XML 4.01, 10.1; Dataverse sends a blank behind each comma.
#[test]
fn members_of_a_flags_value_are_asked_for_and_joined() {
    let both = Rights::from_member("ReadAccess, WriteAccess");
    assert!(both.has(&Rights::Read) && both.has(&Rights::Write));
    assert!(!both.has(&Rights::None) && !Rights::Read.has(&Rights::Write));
    assert!(both.has(&Rights::flags([Rights::Write, Rights::Read])));
    let joined = Rights::flags([Rights::Read, Rights::Write]);
    assert_eq!(joined.member(), "ReadAccess,WriteAccess");
    assert_eq!(
        joined.literal().to_string(),
        "shop.Rights'ReadAccess,WriteAccess'"
    );
    assert_eq!(Rights::flags([Rights::Read]), Rights::Read);
    let all = both.has(&Rights::flags([]));
    assert!(!all, "what is joined of nothing is no member");
}
